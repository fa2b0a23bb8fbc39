from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from cms.accounts import may_mail
from cms.queries.account import person_with_address


class AddressField(forms.EmailField):
    """One e-mail address in small letters. Only A to Z are made small: a Kelvin sign must not become a k."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def __init__(self, *, label="Your e-mail address", **options):
        super().__init__(label=label, **options)

    def clean(self, value):
        value = super().clean(value)
        return "".join(letter.lower() if letter.isascii() else letter for letter in value)


class SignInForm(LoginForm):
    """The address alone asks for a code; with ?with=password there is a password too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        if self.request.GET.get("with") == "password":
            self.fields["password"] = forms.CharField(
                label="Your password",
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            del self.fields["password"]

    def clean(self):
        if "password" in self.fields:
            data = super().clean()
            if self.user and self.user.email != data["login"]:
                raise get_adapter().validation_error("email_password_mismatch")
            return data
        data = forms.Form.clean(self)
        if not self.errors:
            if not may_mail(self.request, "request_login_code", data["login"]):
                raise get_adapter().validation_error("too_many_login_attempts")
            self.user = person_with_address(data["login"])
        return data


class AskPasswordResetForm(ResetPasswordForm):
    email = AddressField()

    def clean_email(self):
        address = self.cleaned_data["email"]
        if not may_mail(context.request, "reset_mail", address):
            raise get_adapter().validation_error("rate_limited")
        person = person_with_address(address)
        self.users = [person] if person else []
        return address


class ChangeAddressForm(AddEmailForm):
    email = AddressField(label="Your new e-mail address")


class AddPasskeyForm(AddWebAuthnForm):
    """In our words: "passwordless" says little to somebody who has no password anyway."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of the device"
        self.fields["passwordless"].label = "Sign in with it alone, without a code from the mail"
        self.fields["passwordless"].help_text = "It then asks for your fingerprint, face or PIN each time."
        self.fields["passwordless"].initial = True
