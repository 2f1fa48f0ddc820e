"""Wrong answers to each question of ``init``, each with what is found wrong and what is expected."""

from __future__ import annotations

ERROR_COST = "the cost of an error from 0 to 1e15, such as 2.50"
COST = "a cost from 0 to 1e15, such as 2.50"
AMOUNT = "an amount from -1e15 to 1e15, such as 2.50"
RATE = "a rate from 0 to 1, such as 98%"
ITEMS = "a number of labelled items from 1 to 9007199254740992, such as 2000"
DURATION = "a number and a unit: 3 days, 6 weeks, 24 months, 0.5 years"
FORMS = "{low, high}, {low, likely, high}, {mean, sd} or {samples}"
A_FILE = "the path of an existing file: check its spelling and its folder"

WRONG: dict[str, dict[str, tuple[str, str]]] = {
    "name": {
        "\x16\x1b[31m": (
            "the control character U+001B stands here",
            "text without control characters: delete it",
        ),
    },
    "currency": {
        "\x16\x01": (
            "the control character U+0001 stands here",
            "text without control characters: delete it",
        ),
    },
    "saving": {
        "a lot": ("'a lot' is not a number", AMOUNT),
        "0,30": ("'0,30' has a comma", "0.30"),
        "$0.30": ("'$0.30' names a currency", "0.30; the currency has a key of its own"),
        "0.30 EUR": ("'0.30 EUR' names a currency", "0.30; the currency has a key of its own"),
        "30%": ("'30%' is a percentage, and an amount takes none", AMOUNT),
        "0.30 per item": ("'0.30 per item' has a period, and an amount takes none", "0.30"),
        "1e400": ("'1e400' is too large to compute with", AMOUNT),
        "007": ("'007' has leading zeros", "7"),
        "0.30-0.40": ("'0.30-0.40' is not a range", "0.30 to 0.40"),
        "5 to 1": ("5 to 1 runs downwards", "1 to 5"),
        "1 to 1": ("1 to 1 is not a range", "1, or two numbers that differ"),
        "2: 3": ("'2: 3' is not a number", AMOUNT),
        "[1, 2]": ("'[1, 2]' is not a number", AMOUNT),
        "{low: 1}": ("{low} is not a form of an uncertain number", FORMS),
        "{low: 2, high: 1}": ("low 2 is not below high 1", "low < high"),
        "{": ("a value is missing here", "a number, a range such as 1 to 5, or {low: 1, high: 5}"),
        "{}": ("{} is not a form of an uncertain number", FORMS),
        "{low: TODO, high: 5}": ("'TODO' is not a number", AMOUNT),
        "TODO / 0.05": ("'TODO' is not a number", COST),
        "{a: 1}": ("'a' is not a key of an uncertain number", FORMS),
        "true": ("true is not a number", AMOUNT),
        "null": ("'null' is not a number", AMOUNT),
        ".nan": ("'.nan' is not a number", AMOUNT),
        "0.35 / x": ("'x' is not a number", COST),
        "0.35 / -1": ("-1 is below 0", COST),
        "/": ("a figure is missing beside the /", "0.35 / 0.05"),
        "0.35 / 0.05 / 1": ("'0.05 / 1' is not a number", COST),
        "1e16": ("1e16 is above 1e15", AMOUNT),
        '"1"': ("'\"1\"' is not a number", AMOUNT),
        "- 1": ("'- 1' is not a number", AMOUNT),
        "1_000": ("'1_000' has an underscore", "1000"),
        "*a": ("'*a' is not a number", AMOUNT),
        "#": ("'#' is not a number", AMOUNT),
    },
    "classes": {
        "a": ("there is one class only", "at least two, with commas between: billing, fraud, other"),
        "yes": ("which classes are there?", "at least two, with commas between: billing, fraud, other"),
        "spam/ham": ("there is one class only", "at least two, with commas between: billing, fraud, other"),
        "a, a": ("a stands twice", "each label once"),
        "a, , b": ('"" is not a label', "a short text"),
        "a, any_other": (
            "any_other is reserved: in error_costs it is every label not named",
            "another label",
        ),
    },
    "error_costs": {
        "-2": (
            "-2 is below 0",
            "0 or more; a benefit is a negative cost of the right answer: {fraud: {fraud: -3, any_other: 2}}",
        ),
        "two": ("'two' is not a number", ERROR_COST),
        "2%": ("'2%' is a percentage, and the cost of an error takes none", ERROR_COST),
        "1,000": ("'1,000' has a comma", "1000"),
        "0 to 5": (
            "0 to 5 is no 90 % range of the cost of an error: both ends have to be above 0",
            "{low: 0, high: 5}",
        ),
        "5 to 1": ("5 to 1 runs downwards", "1 to 5"),
        "0.8 amount": (
            "'0.8 amount': this version cannot compute a cost by amount yet",
            "a number, such as the mean of those costs",
        ),
        "-1 to 5": (
            "-1 to 5 is no 90 % range of the cost of an error: both ends have to be above 0",
            "{low: 0, high: 5}",
        ),
    },
    "baseline": {
        "98": ("98 is not a rate: 98%?", "98% or 0.98"),
        "98,7%": ("'98,7%' has a comma", "98.7%"),
        "101%": ("101% is above 100%", RATE),
        "-1%": ("-1% is below 0%", RATE),
        "1.5": ("1.5 is not a rate: 1.5%?", "1.5% or 0.015"),
        "good": ("'good' is not a number", RATE),
        "95% to 0.97": ("'95% to 0.97' has a percent sign on one side only", "95% to 97%"),
        "90% to 100%": (
            "90% to 100% is no 90 % range of a rate: both ends have to be strictly between 0% and 100%",
            "{low: 90%, high: 100%}",
        ),
        "95 to 97": ("95 to 97 is not a rate: 95% to 97%?", "95% to 97%"),
        "no.csv": ("no.csv: there is no such file", A_FILE),
        "./no": ("no: there is no such file", A_FILE),
        "~nosuchuser/counts.csv": ("~nosuchuser/counts.csv: there is no such file", A_FILE),
        "counts.xlsx": ("counts.xlsx: there is no such file", A_FILE),
        "95/100": ("'95/100' is not a number", "0.95"),
    },
    "model": {
        "98": ("98 is not a rate: 98%?", "98% or 0.98"),
        "billing": ("'billing' is not a number", RATE),
        "/": ("/: it is a directory", "a regular file"),
        "100.1%": ("100.1% is above 100%", RATE),
        "97% of them": ("'97% of them' is not a number", RATE),
    },
    "measured_on": {
        "0": ("0 is below 1", ITEMS),
        "-5": ("-5 is below 1", ITEMS),
        "many": ("'many' is not a number", ITEMS),
        "1000 to 2000": ("'1000 to 2000' is not exact, which this number has to be", ITEMS),
        "2,000": ("'2,000' has a comma", "2000"),
        "50%": ("'50%' is a percentage, and a number of labelled items takes none", ITEMS),
    },
    "volume": {
        "40000": ('"40000" has no period', "40000 per day, week, month or year"),
        "40000 per fortnight": ('"fortnight" is not known here', "one of day, week, month, year"),
        "40000 a month": ('"40000 a month" has no period', "40000 per day, week, month or year"),
        "0 per day": ("0 is below 0.001", "a number of items from 0.001 to 1e15, such as 40000"),
        "x per day": ("'x' is not a number", "a number of items from 0.001 to 1e15, such as 40000"),
    },
    "horizon": {
        "24": ("24 has no unit", "24 days, weeks, months or years"),
        "two years": ("'two' is not a number", DURATION),
        "24 months to 36 months": (
            "'24 months to 36 months' is not exact, which a duration has to be",
            DURATION,
        ),
        "0 days": ("'0 days' is not above 0", DURATION),
        "200 years": ("'200 years' is longer than 100 years", DURATION),
        "-1 days": ("'-1 days' is not above 0", DURATION),
    },
    "launch_cost": {
        "-1": ("-1 is below 0", COST),
        "15k": ("'15k' is not a number", "15000"),
        "15.000,00": ("'15.000,00' is not a number", COST),
        "15000 per month": ("'15000 per month' has a period, and a cost takes none", "15000"),
    },
    "running_cost": {
        "1200": ("1200 has no period", "1200 per day, per week, per month or per year"),
        "1200 per fortnight": (
            "'fortnight' is not a period",
            "1200 per day, per week, per month or per year",
        ),
        "-1 per day": ("-1 is below 0", "a cost per period from 0 to 1e15, such as 1200 per month"),
        "12% per month": (
            "'12% per month' is a percentage, and a cost per period takes none",
            "a cost per period from 0 to 1e15, such as 1200 per month",
        ),
    },
}

WRONG_BY_CLASS: dict[str, dict[str, tuple[str, str]]] = {
    "classes": {
        "a": ("there is one class only", "at least two, with commas between: billing, fraud, other"),
        "yes": ("which classes are there?", "at least two, with commas between: billing, fraud, other"),
        "spam/ham": ("there is one class only", "at least two, with commas between: billing, fraud, other"),
    },
    "error_costs.billing": {
        "billing": ("'billing' is not a number", ERROR_COST),
    },
    "error_costs.fraud": {
        "-40": (
            "-40 is below 0",
            "0 or more; a benefit is a negative cost of the right answer: {fraud: {fraud: -3, any_other: 2}}",
        ),
        "{billing: 40, others: 2}": (
            '"others" is none of the classes',
            "one of billing, fraud, other, any_other",
        ),
        "{fraud: 40}": (
            "there is no cost for predicting billing, other when fraud is true",
            "a cost for each, or any_other: for all that are not named",
        ),
    },
    "baseline": {
        "{}": ("{} is not a form of an uncertain number", FORMS),
        "Other": ("'Other' is not a number", RATE),
        "never.json": ("never.json: there is no such file", A_FILE),
    },
    "model": {
        "98%": (
            "an accuracy hides the rare classes, and here errors cost differently by class",
            "the name of a file of counts, or nothing: then class by class",
        ),
        "./bare.json": (
            "bare.json: there are 2 rows of 2 numbers in bare.json",
            "3 rows of 3, in the order of classes",
        ),
    },
    "recall.fraud": {
        "81": ("81 is not a rate: 81%?", "81% or 0.81"),
        "81.5.2%": ("'81.5.2%' is not a number", RATE),
    },
    "measured_on": {
        "9000 items": ("'9000 items' is not a number", ITEMS),
    },
    "share.billing": {
        "130%": ("130% is above 100%", RATE),
        "1% to 3%": ("'1% to 3%' is not exact, which this number has to be", RATE),
        "30": ("30 is not a rate: 30%?", "30% or 0.3"),
        "a third": ("'a third' is not a number", RATE),
    },
    "share.fraud": {
        "71%": ('"71%" is more than is left', "at most 70%"),
    },
}
