"""Districts and organizations as schema.org names them, for search engines."""

from lmi_portal.page_head import absolute, known, postal_address


def district_fact(district):
    """A GovernmentOrganization, known by its CD code; its own website says the same of itself."""
    url = absolute(district.get_absolute_url())
    return known(
        at_type="GovernmentOrganization",
        at_id=f"{url}#district",
        name=district.name,
        url=district.website or url,
        mainEntityOfPage=url,
        telephone=district.phone,
        identifier={"@type": "PropertyValue", "propertyID": "CD code", "value": district.cd_code},
        address=postal_address(street=district.street, city=district.city, zip_code=district.zip_code),
        areaServed={"@type": "AdministrativeArea", "name": f"{district.county.name} County, California"},
    )


def organization_fact(organization):
    parent = organization.parent
    return known(
        at_type="Organization",
        at_id=absolute(f"{organization.get_absolute_url()}#organization"),
        name=organization.name,
        alternateName=organization.short_name,
        url=organization.website,
        parentOrganization={"@type": "Organization", "name": parent.name} if parent else None,
    )
