def worksite_named(program, name):
    """The work site of that name, added where there is none; None for no name. The caller holds a transaction."""
    name = " ".join(name.split())
    if not name:
        return None
    known = program.worksites.filter(name__iexact=name).first()
    return known or program.worksites.create(name=name)
