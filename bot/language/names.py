"""The languages that Waymark can tell apart, under the names that people call them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code, its English name, and its own name in its own letters."""

    code: str
    english: str
    own: str


LANGUAGES: dict[str, Language] = {
    each.code: each
    for each in (
        Language("en", "English", "English"),
        Language("gu", "Gujarati", "ગુજરાતી"),
        Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
        Language("hi", "Hindi", "हिन्दी"),
        Language("ur", "Urdu", "اردو"),
        Language("pl", "Polish", "polski"),
        Language("ro", "Romanian", "română"),
        Language("ar", "Arabic", "العربية"),
        Language("bn", "Bengali", "বাংলা"),
        Language("so", "Somali", "Soomaali"),
        Language("zh", "Chinese", "中文"),
        Language("gu-Latn", "Gujarati in Latin letters", "Gujarati"),
        Language("hi-Latn", "Hindi or Urdu in Latin letters", "Hindi / Urdu"),
        Language("pa-Latn", "Punjabi in Latin letters", "Punjabi"),
    )
}
