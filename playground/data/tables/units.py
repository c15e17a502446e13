"""Units: the words for them, and numbers with a unit behind or a currency before them, as spreadsheets export them."""

import re

from playground.data.tables.missing import words

UNITS = words(
    "m cm mm km dm µm μm um nm in inch inches ft feet yd mi mile miles s sec second seconds ms µs μs us ns min mins "
    "minute minutes h hr hrs hour hours day days wk week weeks month months yr year years g kg mg µg μg ug t lb lbs "
    "oz K °C °F °c °f C F degC degF deg degree degrees ° rad N kN J kJ MJ cal kcal W kW MW kWh MWh V mV kV A mA Ω "
    "ohm Hz kHz MHz GHz Pa hPa kPa MPa bar mbar psi mmHg mol mmol µmol M mM L l ml mL dl dL ppm ppb ppt % percent "
    "pct USD EUR GBP CNY RMB JPY INR CHF $ € £ ¥ ₹ 元 万元 count counts n # 1 none unitless dimensionless px B kB KB "
    "MB GB TB bit bits dB lx cd ha acre acres sq 厘米 毫米 米 千米 公里 克 千克 公斤 吨 秒 分钟 小时 天 年 岁 个 人 次 "
    "摄氏度 ℃ ％ mph kmh rpm"
)
_WRITTEN_OUT = words(
    "metre metres meter meters centimetre centimetres centimeter centimeters millimetre millimetres millimeter "
    "kilometre kilometres kilometer kilometers gram grams gramm kilogram kilograms kilogramm tonne tonnes litre "
    "litres liter liters volt volts ampere amperes watt watts newton newtons joule joules pascal hertz kelvin "
    "celsius fahrenheit dollar dollars euro euros pound pounds people persons personen piece pieces pcs stück jahre "
    "jahr tage stunden minuten sekunden prozent anzahl zentimeter millimeter millilitre milliliter milligram "
    "microgram bpm kmh ratio index score rate number yes/no 0/1"
)
_PARTS = re.compile(r"[/·⋅*^. \d²³⁻¹+-]+|per")
_NEVER_BEHIND = words("n # 1 none count counts unitless dimensionless B C F K d M")
"""Behind a number these are a part of a name, or stand for thousands and millions."""
_CURRENCY = r"(?:US\$|USD|EUR|GBP|CNY|RMB|JPY|INR|CHF|[$€£¥₹￥])"
_BEFORE = re.compile(rf"([+-]?)\s*({_CURRENCY})\s*([+-]?)(?=[\d.,])")
_BEHIND = re.compile(r"([+-]?[\d.,][\d.,'’ \u00a0\u202f\u2009\u2007]*)(?:(?<=\s)|(?<=[\d.,]))([^\d\s.,'’+-]\S*)")


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit, written out, short, or put together of others, as m/s²."""
    if text in UNITS or text.casefold() in _WRITTEN_OUT:
        return True
    parts = [part for part in _PARTS.split(text) if part]
    return bool(parts) and len(parts) < len(text) and all(part in UNITS or part in _WRITTEN_OUT for part in parts)


def parted(text: str) -> tuple[str, str]:
    """A unit, empty where there is none, and the number it belongs to, of a text without blanks around it.

    A number in round brackets is negative, as accountants write it.
    """
    if text[:1] == "(" and text[-1:] == ")":
        unit, rest = parted(text[1:-1].strip())
        return (unit, "-" + rest) if rest[:1].isdigit() else ("", text)
    if text[-1:].isdigit() and text[:1].isdigit():
        return "", text
    before = _BEFORE.match(text)
    if before is not None:
        return before[2], before[1] + before[3] + text[before.end() :]
    behind = _BEHIND.fullmatch(text)
    if behind is not None and behind[2] not in _NEVER_BEHIND and (behind[2] in "%€$£¥₹" or is_unit(behind[2])):
        return behind[2], behind[1].rstrip()
    return "", text
