"""How Spanish is written here where Django writes it as Spain does: California reads twelve hours on a clock."""

TIME_FORMAT = "P"
DATETIME_FORMAT = r"j \d\e F \d\e Y, P"
SHORT_DATETIME_FORMAT = "d/m/Y P"
