"""Whether a row is still as somebody saw it when they opened the page, without a column that counts."""

from lmi_portal.encryption import blind_index


def version_of(row, names):
    """32 digits that change with any of the fields `names` of `row`, and tell nothing of them."""
    values = [str(getattr(row, row._meta.get_field(name).attname)) for name in names]
    return blind_index("\0".join(values), purpose=f"version of {row._meta.label_lower}")
