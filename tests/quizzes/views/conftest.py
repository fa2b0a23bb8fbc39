import pytest

from tests.builders import build_user


@pytest.fixture
def editor(client, site):
    user = build_user(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user
