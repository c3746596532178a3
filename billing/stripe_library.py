"""Stripe's own library, imported when it is first used: it takes 29 MB and a quarter of a second of every process."""

from importlib import import_module

from django.utils.functional import SimpleLazyObject

stripe = SimpleLazyObject(lambda: import_module("stripe"))
