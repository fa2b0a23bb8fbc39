from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class Provider(BaseSiteSetting):
    """Who runs the programme: named in the footer, in every mail and on every quote and invoice."""

    name = models.CharField(max_length=100, default="Touchstone")
    contact_email = models.EmailField(default="programme@touchstone.example")
    legal_name = models.CharField(max_length=150, blank=True, help_text="As on invoices; empty: the name above")
    company_number = models.CharField(max_length=20, blank=True)
    address = models.TextField(max_length=500, blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    vat_registered = models.BooleanField("charges VAT", default=False)
    vat_basis_points = models.PositiveSmallIntegerField(
        "VAT rate in hundredths of a per cent", default=2000, help_text="2000 is 20 %"
    )
    vat_number = models.CharField("VAT registration number", max_length=20, blank=True)
    vat_note = models.CharField(
        max_length=200,
        blank=True,
        help_text="Printed where no VAT is charged, for example why the training is exempt",
    )

    bank_account_name = models.CharField(max_length=100, blank=True)
    bank_sort_code = models.CharField(max_length=8, blank=True)
    bank_account_number = models.CharField(max_length=8, blank=True)
    payment_days = models.PositiveSmallIntegerField("an invoice is due after days", default=30)
    quote_days = models.PositiveSmallIntegerField("a quote fixes the price for days", default=30)
    hold_days = models.PositiveSmallIntegerField("a booking holds places for days", default=14)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("name", "contact_email", "legal_name", "company_number", "address", "telephone")
            ],
            "Who we are",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("vat_registered", "vat_basis_points", "vat_number", "vat_note")], "VAT"
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("bank_account_name", "bank_sort_code", "bank_account_number")], "Bank"
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("payment_days", "quote_days", "hold_days")], "Terms"),
    ]

    class Meta:
        verbose_name = "provider"
        constraints = [
            models.CheckConstraint(
                name="provider_vat_has_number",
                condition=Q(vat_registered=False) | ~Q(vat_number=""),
                violation_error_message="Who charges VAT needs a VAT registration number.",
            )
        ]
