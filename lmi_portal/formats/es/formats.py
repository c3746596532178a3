"""Spanish as California writes it, where Django writes it as Spain does: 3:30 p. m. and 3,150.5."""

TIME_FORMAT = "P"
DATETIME_FORMAT = r"j \d\e F \d\e Y, P"
SHORT_DATETIME_FORMAT = "d/m/Y P"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
