from io import StringIO

import pytest
from django.core.management import call_command

from convenings.models import Convening
from districts.demo_people import PEOPLE
from districts.models import District
from districts.tests.cde_files import file_of, row
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def seed(**options):
    said = StringIO()
    call_command("seed_demo", stdout=said, **options)
    return said.getvalue()


def test_the_demo_loads_and_says_who_may_sign_in(data_dir):
    said = seed()

    password = (data_dir / "demo_password").read_text()
    lines = said.splitlines()
    assert lines[0] == f"Sign in as one of these made-up people. Password of all: {password}"
    assert [line.split()[0] for line in lines[1:]] == [person.email for person in PEOPLE]
    assert User.objects.get(email="lead@example.org").check_password(password)
    assert (District.objects.count(), Convening.objects.count()) == (1_000, 28)


def test_the_password_is_for_the_owner_of_the_folder_alone(data_dir):
    seed()

    assert (data_dir / "demo_password").stat().st_mode & 0o777 == 0o600


def test_a_second_start_says_the_same_and_keeps_every_change(django_assert_num_queries):
    first = seed()
    User.objects.filter(email="newcomer@example.org").delete()
    Convening.objects.filter(slug__startswith="central-valley").delete()

    with django_assert_num_queries(1):
        second = seed()

    assert second == first
    assert not User.objects.filter(email="newcomer@example.org").exists()
    assert not Convening.objects.filter(slug__startswith="central-valley").exists()


def test_a_portal_with_accounts_of_its_own_gets_no_demo():
    create_user()

    assert seed() == "This portal has accounts of its own, so no demo was loaded.\n"
    assert (User.objects.count(), District.objects.count()) == (1, 0)


def test_the_directory_is_loaded_with_the_demo_or_later(tmp_path):
    file = tmp_path / "districts.txt"
    file.write_bytes(file_of(row()))

    first, second = seed(directory=file), seed(directory=file)

    assert "1 created, 0 updated, 0 unchanged." in first
    assert "0 created, 0 updated, 1 unchanged." in second
    assert District.objects.count() == 1_001
