"""Small common words, each in one language's list only: they say most about the language of a short message.

Never here: words that two of the languages share (am, in, no, do, ma, to, on, me, main, koi), nor, in the list of
another language, an English word or a name that people in England have. Words are in lower case without apostrophes;
those with marks stand here also as people type them without.
"""

LISTS = {
    "en": """
        the and my your with for have has was were are this that what where when why how not but about from want
        need feel feeling cant dont im ive youre its isnt wont didnt doesnt would could should can get got just like
        know think help sleep really been being because please thanks thank hello someone anyone something nothing
        anything everything never always very much more some any you they them she her his him who which there here
        at of be it or if an by out up off over down too also only then than our their going gonna wanna day night
        today tomorrow work home life time people talk die myself wanting feels lol omg mate tbh idk bit alright
        """,
    "pl": """
        jest nie się sie czy mogę moge chcę chce dzień dzien dobry jak jestem mnie mną bardzo proszę prosze dziękuję
        dziekuje gdzie spać spac żyć zyc pomoc pomocy potrzebuję potrzebuje mieszkam że już juz tylko teraz nic
        wszystko czuję czuje dlaczego jesteś jestes cześć czesc mój moj moja sobie życie zycie dla przez kiedy kto
        sama smutno boję źle ktoś ktos nikt może moze umiem polsku rozmawiać rozmawiac porozmawiać porozmawiac
        śmierć umrzeć umrzec zabić zabic wiem
        robić robic
        """,
    "ro": """
        sunt este pentru vreau foarte ajutor unde bună mulțumesc multumesc nevoie simt îmi imi mă noapte viața viata
        acum mai singur singură singura nimic totul copil copiii nu și să că în trist tristă vă rog ajută ajutați ajutati
        vorbesc vorbi vorbești vorbesti românește romaneste noaptea cineva nimeni avea aveți poți poti niciodată trăiesc
        traiesc sufăr sufar somn asta
        """,
    "so": """
        waxaan waan waxay iyo ayaan ayaa inaan maya haa caawimaad caawi caawiya fadlan mahadsanid maxaa sidee rabaa
        doonayaa hurdo hurdi badan igu iga tahay ahay jirta laakiin anigu aniga adiga waa miyaad miyaan karaa karo
        kartaa maanta caawa nolosha dhimasho dhinto xanuun murugo murugaysan walwal gacan halkee xaggee subax
        wanaagsan habeen qof hadal hadla fiican
        """,
    "gu-Latn": """
        tame tamne tamaro tamari chhe chhu nathi maru maro thay thayu karvu karvi joie joiye saru aavti aavtu aave
        jivvu jivan marvu madad gamtu kyare sathe vaat rahyo ghare ratre ungh kem cho chho bahuj aavjo mane
        """,
    "hi-Latn": """
        mujhe mujhse hai hain hoon nahi nahin kya kyun kyu kyon mera meri kaise aap aapka aapki tum tumhe bahut bohot
        bahot raha rahe chahiye chahta chahti karna karoon acha accha achha kuch kuchh yahan kahan kaha abhi aaj raat
        neend zindagi zindgi jeena marna shukriya dhanyavad namaste lekin magar aur baat karni karte hota hoti gaya
        gayi lagta lagti akela akeli pareshan udaas mein liye bhai
        """,
    "pa-Latn": """
        mainu mennu tusi tussi tuhanu tuhada tuhadi sanu sadda kiddan kiven kive kithe haiga haigi hunda hundi karda
        kardi karde jaanda janda chahida chahidi chaunda chaundi gallan vich wich naal paaji veerji akal rehnda
        rehndi lagda lagdi changa changi vadhiya jeen dasso kinna kinni hoya hoyi aundi aunda mangda
        """,
}

LANGUAGE_OF: dict[str, str] = {word: code for code, words in LISTS.items() for word in words.split()}
"""The one language whose list has the word."""

_UNSURE = """
    mane tame kem bhai aur hai aap aave karo rog mein poti asta jest jak nic maya haa waa abhi sama tum acha wich tusi
    saru maro sathe aaj vich rahe jeen raha kaha kinna nu dla hoya hota mera meri qof
    """

ONLY_WITH_OTHERS = frozenset(_UNSURE.split())
"""Words that are also names, slang or near to English: they count only beside a surer one of the same language."""
