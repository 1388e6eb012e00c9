"""Every address, and the views behind it, grouped by what it is about."""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, path, re_path

from dashboard import supervision_urls
from dashboard.views import (
    account,
    acts,
    agreement,
    asking,
    attempts,
    case_edit,
    cases,
    catch_up,
    charts,
    check_in,
    client,
    coverage,
    data,
    days,
    drafts,
    erase,
    erase_account,
    for_client,
    import_columns,
    imports,
    invitations,
    log,
    markers,
    moving,
    new_accounts,
    notes,
    open_ruptures,
    overview,
    reference,
    repair,
    retention,
    ruptures,
    same_one,
    scores,
    sessions,
    sign_in,
    talk,
    to_finish,
)

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    # Dashboard
    path("", overview.overview, name="overview"),
    path("to-talk-about/", talk.talk, name="talk"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("repair/", repair.repair, name="repair"),
    path("markers/", markers.markers, name="markers"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("data/charts/<slug:slug>/", charts.chart_table, name="chart-table"),
    path("data/charts/<slug:slug>.csv", charts.chart_csv, name="chart-csv"),
    path("reference/", reference.reference, name="reference"),
    # Cases; directly under cases/ stand only codes
    path("cases/", cases.case_list, name="case-list"),
    path("cases/<code:code>/", cases.case_detail, name="case-detail"),
    path("cases/<code:code>/edit/", case_edit.case_edit, name="case-edit"),
    path("cases/<code:code>/end/", case_edit.case_end, name="case-end"),
    path("cases/<code:code>/hold/", case_edit.case_hold, name="case-hold"),
    path("cases/<code:code>/expected/", cases.case_expected, name="case-expected"),
    path("cases/<code:code>/history/", cases.case_history, name="case-history"),
    path("cases/<code:code>/put-off/", talk.case_put_off, name="case-put-off"),
    path("cases/<code:code>/erase/", erase.case_erase, name="case-erase"),
    path("cases/<code:code>/keep/", retention.case_keep, name="case-keep"),
    path("cases/<code:code>/copy/", for_client.case_copy, name="case-copy"),
    path("cases/<code:code>/copy/pdf/", for_client.case_copy_pdf, name="case-copy-pdf"),
    # What is still open
    path("ruptures/open/", open_ruptures.rupture_open, name="rupture-open"),
    # Logging, and what was logged
    path("log/", log.log, name="log"),
    path("log/day/", days.log_day, name="log-day"),
    path("log/week/", catch_up.log_week, name="log-week"),
    path("log/month/", catch_up.log_month, name="log-month"),
    path("log/to-finish/", to_finish.log_to_finish, name="log-to-finish"),
    path("sessions/<uuid:key>/", sessions.session_edit, name="session-edit"),
    path("sessions/<uuid:key>/delete/", sessions.session_delete, name="session-delete"),
    path("sessions/<uuid:key>/move/", moving.session_move, name="session-move"),
    path("sessions/<uuid:key>/ruptures/", ruptures.rupture_add, name="rupture-add"),
    path("ruptures/<uuid:key>/", ruptures.rupture_edit, name="rupture-edit"),
    path("ruptures/<uuid:key>/delete/", ruptures.rupture_delete, name="rupture-delete"),
    path("ruptures/<uuid:key>/close/", ruptures.rupture_close, name="rupture-close"),
    path("ruptures/<uuid:key>/attempts/", attempts.attempt_add, name="attempt-add"),
    path("attempts/<uuid:key>/", attempts.attempt_edit, name="attempt-edit"),
    path("attempts/<uuid:key>/delete/", attempts.attempt_delete, name="attempt-delete"),
    path("sessions/<uuid:key>/scores/", scores.score_add, name="score-add"),
    path("scores/<uuid:key>/", scores.score_edit, name="score-edit"),
    path("scores/<uuid:key>/delete/", scores.score_delete, name="score-delete"),
    path("cases/<code:code>/notes/", notes.note_on_case, name="note-add-case"),
    path("sessions/<uuid:key>/notes/", notes.note_on_session, name="note-add-session"),
    path("ruptures/<uuid:key>/notes/", notes.note_on_rupture, name="note-add-rupture"),
    path("notes/<uuid:key>/", notes.note_edit, name="note-edit"),
    path("notes/<uuid:key>/share/", notes.note_share, name="note-share"),
    path("notes/<uuid:key>/delete/", notes.note_delete, name="note-delete"),
    # What the client says of a session
    path("sessions/<uuid:key>/client/", client.client_report, name="client-report"),
    path(
        "sessions/<uuid:key>/client/delete/",
        client.client_report_delete,
        name="client-report-delete",
    ),
    path("reports/<uuid:key>/rupture/", same_one.report_rupture, name="report-rupture"),
    path("sessions/<uuid:key>/check-in/", asking.client_ask, name="client-ask"),
    path(
        "sessions/<uuid:key>/check-in/hand-over/",
        asking.client_hand_over,
        name="client-hand-over",
    ),
    path(
        "sessions/<uuid:key>/check-in/withdraw/",
        asking.client_withdraw,
        name="client-withdraw",
    ),
    path("check-in/<str:token>/", check_in.check_in, name="check-in"),
    path("acts/<uuid:key>/undo/", acts.act_undo, name="act-undo"),
    # Forms not finished
    path("drafts/", drafts.draft_list, name="draft-list"),
    path("drafts/<uuid:key>/", drafts.draft_discard, name="draft-discard"),
    # Data
    path("data/", data.data, name="data"),
    path("data/sessions.csv", data.data_sessions, name="data-sessions"),
    path("data/package/", data.data_package, name="data-package"),
    path("data/import/", imports.import_list, name="import-list"),
    path("data/import/<uuid:key>/", imports.import_job, name="import-job"),
    path("data/import/template.csv", imports.import_template, name="import-template"),
    path(
        "data/import/<uuid:key>/columns/",
        import_columns.import_columns,
        name="import-columns",
    ),
    path(
        "data/import/<uuid:key>/start-from/",
        import_columns.import_start_from,
        name="import-start-from",
    ),
    path("data/import/<uuid:key>/codes.csv", imports.import_codes, name="import-codes"),
    path(
        "data/import/<uuid:key>/codes/forget/",
        imports.import_forget_codes,
        name="import-forget-codes",
    ),
    path("data/import/<uuid:key>/cancel/", imports.import_cancel, name="import-cancel"),
    path(
        "data/import/<uuid:key>/problems.csv",
        imports.import_problems,
        name="import-problems",
    ),
    path("data/erased/", erase.erasure_list, name="erasure-list"),
    path("data/erased/<uuid:key>/", erase.erasure, name="erasure"),
    path("data/to-review/", retention.retention, name="retention"),
    *supervision_urls.urlpatterns,
    # Account
    path("account/", account.account, name="account"),
    path("account/email/", account.account_email, name="account-email"),
    path(
        "account/preferences/",
        account.account_preferences,
        name="account-preferences",
    ),
    path(
        "account/devices/end-others/",
        account.device_end_others,
        name="device-end-others",
    ),
    path("account/devices/<slug:name>/end/", account.device_end, name="device-end"),
    path("account/erase/", erase_account.account_erase, name="account-erase"),
    path("erased/<str:token>/", erase_account.account_erased, name="account-erased"),
    # Accounts of others
    path("account/invitations/", invitations.invitation_list, name="invitation-list"),
    path(
        "account/invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(
        "account/others/<int:pk>/disable/",
        invitations.account_disable,
        name="account-disable",
    ),
    path(
        "account/others/<int:pk>/enable/",
        invitations.account_enable,
        name="account-enable",
    ),
    path("first-account/", new_accounts.first_account, name="first-account"),
    path("join/<str:token>/", new_accounts.join, name="join"),
]

# allauth finds these by the names it gave them.
sign_in_urls: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
if settings.SENDS_EMAIL:
    sign_in_urls += [
        path("reset/", allauth.password_reset, name="account_reset_password"),
        path(
            "reset/sent/",
            allauth.password_reset_done,
            name="account_reset_password_done",
        ),
    ]
