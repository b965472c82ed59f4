"""Which layout of a template a slide stands on: by its name in the languages of PowerPoint, else by what it holds."""

from __future__ import annotations

from typing import Any, Final

MESSAGE: Final = frozenset({
    "title only", "nur titel", "titre seul", "titre uniquement", "solo título", "sólo el título", "solo el título",
    "solo titolo", "somente título", "apenas título", "só título", "alleen titel", "endast rubrik", "kun tittel",
    "bare tittel", "kun titel", "vain otsikko", "tylko tytuł", "pouze nadpis", "jen nadpis", "len nadpis", "csak cím",
    "doar titlu", "numai titlu", "само заглавие", "только заголовок", "лише заголовок",
    "μόνο τίτλος", "タイトルのみ", "仅标题", "只有標題", "제목만", "عنوان فقط", "כותרת בלבד",
})  # fmt: skip
COVER: Final = frozenset({
    "title slide", "titelfolie", "diapositive de titre", "diapositiva de título", "diapositiva de titulo",
    "diapositiva titolo", "slide de título", "diapositivo de título", "titeldia", "rubrikbild", "tittellysbilde",
    "titelslide", "otsikkodia", "slajd tytułowy", "úvodní snímek", "címdia", "diapozitiv titlu", "титульный слайд",
    "титульний слайд", "διαφάνεια τίτλου", "タイトル スライド", "标题幻灯片", "標題投影片",
    "제목 슬라이드",
})  # fmt: skip
DIVIDER: Final = frozenset({
    "section header", "abschnittsüberschrift", "abschnitts-überschrift", "titre de section", "en-tête de section",
    "encabezado de sección", "intestazione sezione", "cabeçalho da seção", "cabeçalho da secção", "sectiekop",
    "avsnittsrubrik", "deloverskrift", "afsnitsoverskrift", "osan ylätunniste", "nagłówek sekcji", "záhlaví části",
    "szakaszfejléc", "antet secțiune", "заголовок раздела", "κεφαλίδα ενότητας",
    "セクション見出し", "节标题", "章節標題", "구역 머리글",
})  # fmt: skip
_TITLES: Final = {"title", "ctrTitle"}
_FURNITURE: Final = {"dt", "ftr", "sldNum", "hdr"}


def chosen(deck: Any, names: frozenset[str], kind: str) -> Any:  # noqa: ANN401 (python-pptx's)
    """Return the layout with one of some names, else of a kind, else with a title and nothing else, else the emptiest.

    Parameters
    ----------
    deck
        The presentation.
    names
        In small letters.
    kind
        What the file calls it in every language: `titleOnly`, `title`, `secHead`.
    """
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    return min(layouts, key=lambda layout: _strangeness(layout, names, kind))


def _strangeness(layout: Any, names: frozenset[str], kind: str) -> tuple[int, int]:  # noqa: ANN401 (python-pptx's)
    """Return how far a layout is from what is looked for: the first test that it passes, then how much it holds."""
    name, contents = _name(layout), _contents(layout)
    own = layout._element.get("type")  # noqa: SLF001 (not in its API)
    tests = (
        name in names,
        own == kind and has_title(layout),
        any(one in name for one in names),
        has_title(layout) and not contents,
        own == "blank",
    )
    return next((place for place, passed in enumerate(tests) if passed), len(tests)), len(contents)


def has_title(layout: Any) -> bool:  # noqa: ANN401 (python-pptx's)
    """Tell whether a layout holds a title."""
    return bool(_TITLES & set(_types(layout)))


def _name(layout: Any) -> str:  # noqa: ANN401 (python-pptx's)
    return " ".join(str(layout.name).lower().split()).lstrip("0123456789_-. ")


def _types(layout: Any) -> list[str]:  # noqa: ANN401 (python-pptx's)
    return [shape._element.ph.get("type", "obj") for shape in layout.placeholders]  # noqa: SLF001 (its types are localised)


def _contents(layout: Any) -> list[str]:  # noqa: ANN401 (python-pptx's)
    return [kind for kind in _types(layout) if kind not in _TITLES | _FURNITURE]
