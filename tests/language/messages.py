"""Short messages in our languages, written for these tests."""

_FOREIGN = {
    "gu": "મને ઊંઘ નથી આવતી|મદદ જોઈએ છે|કેમ છો|હું ઉદાસ છું|આભાર|મારે વાત કરવી છે|ના",
    "pa": "ਮੈਨੂੰ ਨੀਂਦ ਨਹੀਂ ਆਉਂਦੀ|ਮਦਦ ਚਾਹੀਦੀ ਹੈ|ਸਤ ਸ੍ਰੀ ਅਕਾਲ|ਮੈਂ ਉਦਾਸ ਹਾਂ|ਹਾਂ",
    "hi": "मुझे नींद नहीं आती|मदद चाहिए|नमस्ते|मैं बहुत अकेला हूँ|please मेरी मदद कीजिए|हाँ",
    "bn": "আমি ঘুমাতে পারছি না|সাহায্য দরকার|কেমন আছেন|আমার খুব ভয় লাগছে|না",
    "zh": "我睡不着|你好|帮帮我|我很焦虑|我想找人聊聊",
    "ur": "مجھے نیند نہیں آتی|مدد چاہیے|میں بہت اکیلا ہوں|آپ کیسے ہیں|ہاں|شکریہ",
    "ar": "أريد أن أتكلم|لا أستطيع النوم|مساعدة|كيف حالك|أنا حزين جدا",
    "pl": "nie mogę spać|chcę umrzeć|dzień dobry|potrzebuję pomocy|nie moge spac|czesc|jest mi smutno|boję się"
    "|gdzie jest lekarz|mam depresję|nie wiem co robić|dziękuję|jestem bardzo zmęczona|moja córka jest chora|pomocy",
    "ro": "nu pot să dorm|vreau să mor|bună ziua|am nevoie de ajutor|multumesc|sunt foarte trist|unde este spitalul"
    "|mi-e frică|nu stiu ce sa fac|copilul meu este bolnav|mă simt singură|ajutor|nu pot sa dorm noaptea",
    "so": "ma seexan karo|waxaan rabaa inaan hadlo|caawi|fadlan i caawi|mahadsanid|waan murugaysanahay"
    "|hurdo ma i timaado|subax wanaagsan|waxaan u baahanahay caawimaad|aad baan u daalanahay",
    "gu-Latn": "mane ungh nathi aavti|kem cho|madad joiye che|tame kem chho|hu bahu dukhi chhu|mare vaat karvi che"
    "|shu karvu khabar nathi padti|mane bik lage chhe",
    "hi-Latn": "mujhe neend nahi aati|mujhe madad chahiye|main marna chahta hoon|kya haal hai|namaste"
    "|bahut pareshan hoon|aap kaise hain|main bahut akela hoon|kisi se baat karni hai|shukriya",
    "pa-Latn": "mainu neend nahi aundi|mainu madad chahidi hai|ki haal hai paaji kiddan|mera dil nahi lagda"
    "|mainu bahut dukh hai|kithe jaavan mainu dasso|sanu madad chahidi",
}

_ENGLISH = (
    "hi|hello|yes|no|ok|help|sad|panic|alone|die|innit|nope|thx|ta|soz|brb|hiya|whatever|unalive|menu|home|Leicester"
    "|Oadby|LE1|I want to die|kms|wanna die|im so tired rn|cant sleep|lol ok|idk tbh|wagwan|safe bro|nah fam|its peak"
    "|what time is it|my mum is ill|feeling anxious|low mood|please help me|i need to talk to someone"
    "|is there a crisis cafe near Market Harborough|cheers duck|ey up me duck|i am not ok|no one cares|so alone"
    "|nu metal|do it|am I mad|can u help|gimme a min|bare stressed|proper knackered|more options|talk to a person"
    "|exam stress|ring me|yeah maybe|my cat died|self harm|dunno|tell me more|sleep tips|cannot cope anymore"
    "|hate myself|end it all|go away|u there|my name is Maya|i met a man called Jak|Małgorzata is my friend and she is ill"
)

FOREIGN = [(code, message) for code, messages in _FOREIGN.items() for message in messages.split("|")]
ENGLISH = _ENGLISH.split("|")
