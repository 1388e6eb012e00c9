"""What stands under `/supervision/`, and the views behind it."""

from django.urls import URLPattern, path

from dashboard.views import (
    agenda,
    concern_edit,
    concerns,
    grant_give,
    grants,
    looked_at,
    meeting_change,
    meeting_new,
    meeting_steps,
    meetings,
    observe_list,
    observe_sheet,
    packet,
    supervision,
    trends,
)

urlpatterns: list[URLPattern] = [
    # Rating sessions from the recording
    path("supervision/observe/", observe_list.observe_list, name="observe-list"),
    path(
        "supervision/observe/<uuid:key>/",
        observe_sheet.observe_sheet,
        name="observe-sheet",
    ),
    # The agenda for supervision, and meetings
    path("supervision/agenda/", agenda.agenda, name="agenda"),
    path(
        "supervision/agenda/cases/<code:code>/",
        agenda.agenda_flag_case,
        name="agenda-flag-case",
    ),
    path(
        "supervision/agenda/sessions/<uuid:key>/",
        agenda.agenda_flag_session,
        name="agenda-flag-session",
    ),
    path(
        "supervision/agenda/ruptures/<uuid:key>/",
        agenda.agenda_flag_rupture,
        name="agenda-flag-rupture",
    ),
    path("supervision/agenda/<uuid:key>/", agenda.agenda_item, name="agenda-item"),
    path("supervision/agenda/<uuid:key>/edit/", agenda.agenda_edit, name="agenda-edit"),
    path(
        "supervision/agenda/<uuid:key>/remove/",
        agenda.agenda_remove,
        name="agenda-remove",
    ),
    path(
        "supervision/agenda/<uuid:key>/review/",
        agenda.agenda_review,
        name="agenda-review",
    ),
    path(
        "supervision/agenda/<uuid:key>/take-back/",
        agenda.agenda_take_back,
        name="agenda-take-back",
    ),
    path("supervision/meetings/", meetings.meeting_list, name="meeting-list"),
    path(
        "supervision/meetings/new/<uuid:key>/",
        meeting_new.meeting_new,
        name="meeting-new",
    ),
    path(
        "supervision/meetings/<uuid:key>/",
        meetings.meeting_detail,
        name="meeting-detail",
    ),
    path(
        "supervision/meetings/<uuid:key>/change/",
        meeting_change.meeting_change,
        name="meeting-change",
    ),
    path(
        "supervision/meetings/<uuid:key>/remove/",
        meeting_change.meeting_remove,
        name="meeting-remove",
    ),
    path(
        "supervision/meetings/<uuid:key>/put-back/",
        meeting_change.meeting_put_back,
        name="meeting-put-back",
    ),
    path(
        "supervision/meetings/steps/<uuid:key>/",
        meeting_steps.meeting_step,
        name="meeting-step",
    ),
    # The packet
    path(
        "supervision/packet/cases/<code:code>/", packet.packet_case, name="packet-case"
    ),
    path(
        "supervision/packet/cases/<code:code>/pdf/",
        packet.packet_case_pdf,
        name="packet-case-pdf",
    ),
    path(
        "supervision/packet/caseload/", packet.packet_caseload, name="packet-caseload"
    ),
    path(
        "supervision/packet/caseload/pdf/",
        packet.packet_caseload_pdf,
        name="packet-caseload-pdf",
    ),
    # Ethical and safety concerns
    path("supervision/concerns/", concerns.concern_list, name="concern-list"),
    path(
        "supervision/concerns/about/<code:code>/",
        concerns.concern_add,
        name="concern-add",
    ),
    path("supervision/concerns/<uuid:key>/", concern_edit.concern, name="concern"),
    # Supervision, and who may see whose cases
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/trends/", trends.trends, name="supervision-trends"),
    path("supervision/funnel/", trends.funnel, name="supervision-funnel"),
    path("supervision/grants/give/", grant_give.grant_give, name="grant-give"),
    path("supervision/grants/<uuid:key>/", grants.grant_detail, name="grant-detail"),
    path(
        "supervision/grants/<uuid:key>/accept/",
        grants.grant_accept,
        name="grant-accept",
    ),
    path("supervision/grants/<uuid:key>/end/", grants.grant_end, name="grant-end"),
    path("supervision/looked-at/", looked_at.looked_at, name="looked-at"),
]
