"""Forms of getting in: allauth's in our words, and those of new accounts."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.models import User

GOOD_PASSWORD = _(
    "At least 10 characters, not only digits, no common word."
    " Four random words do well."
)


def in_our_words(form: forms.BaseForm, **labels: Any) -> None:
    """Labels and one line of help instead of placeholders that vanish on typing."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(
            self,
            oldpassword=_("Password until now"),
            password1=_("New password"),
            password2=_("New password again"),
        )
        self.fields["password1"].help_text = GOOD_PASSWORD


class ResetPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self, email=_("E-mail"))


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(
            self, password1=_("New password"), password2=_("New password again")
        )
        self.fields["password1"].help_text = GOOD_PASSWORD


class AccountForm(forms.Form):
    """E-mail and password of a new account."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=GOOD_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        email: str = User.objects.normalize_email(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this e-mail already."))
        return email

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1", again):
            raise ValidationError(_("The two passwords differ."))
        return again

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "password1" in data:
            try:
                validate_password(data["password1"], User(email=data.get("email", "")))
            except ValidationError as weakness:
                self.add_error("password1", weakness)
        return data


class FirstAccountForm(AccountForm):
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("Eight letters and digits, printed where the server was started."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )
    field_order = ["code", "email", "password1", "password2"]


class EmailForm(forms.Form):
    """Another e-mail for one's own account, which takes the password."""

    email = forms.EmailField(
        label=_("New e-mail"), widget=forms.EmailInput({"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    clean_email = AccountForm.clean_email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password
