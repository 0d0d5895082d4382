"""Resources as API.md 3.2, 4.5, 5.3 and 7.1 show them, and calls made from them."""

from __future__ import annotations

from typing import Any

DEVICE_ID = "5f0f2a34-4a4c-4f0e-9d0a-7a1f0c9b1101"
CALL_ID = "0A1B2C3D4E5F6G7H8J9K0LAES00000A1"
BASE = "https://gws.example.com/api/v2"
READY = {"id": "9430250E-0A1B-421F-B372-F29E69366DED", "displayName": "Ready", "state": "Ready"}
NOT_READY = {"id": "900D55CC-2BB0-431F-8BF9-D3525B383BE6", "displayName": "Not Ready", "state": "NotReady"}

DEVICE: dict[str, Any] = {
    "id": DEVICE_ID,
    "deviceState": "Active",
    "userState": READY,
    "phoneNumber": "5550101",
    "e164Number": "",
    "description": "",
    "telephonyNetwork": "Private",
    "doNotDisturb": "Off",
    "forwardTo": "5550199",
    "voiceEnvironmentUri": f"{BASE}/voice-environments/0b7d54f0-1111-4b6e-8b0a-0c1d2e3f4a5b",
    "capabilities": ["DoNotDisturbOn", "ForwardCallsOn"],
    "channels": ["voice"],
    "dynamicPhoneNumber": "",
}
PARTY: dict[str, Any] = {
    "phoneNumber": "+12025550143",
    "digits": "+12025550143",
    "e164Number": "+12025550143",
    "formattedPhoneNumber": "(202) 555-0143",
    "location": "Washington D.C.",
    "country": {"name": "United States", "code": "US", "callingCode": "1"},
}
CALL: dict[str, Any] = {
    "id": CALL_ID,
    "state": "Held",
    "callUuid": CALL_ID,
    "connId": "00710271981800a1",
    "deviceUri": f"{BASE}/devices/{DEVICE_ID}",
    "participants": [PARTY],
    "ani": "+12025550143",
    "dnis": "5550180",
    "callType": "Inbound",
    "capabilities": ["Retrieve", "Hangup", "InitiateTransfer", "AttachUserData"],
    "userData": {"AccountNumber": "90017"},
    "duration": "184",
    "mute": "Off",
    "recordingState": "Stopped",
    "supervisorListeningIn": False,
    "monitoredUserMuted": False,
    "monitoring": False,
    "uri": f"{BASE}/me/calls/{CALL_ID}",
    "path": f"/calls/{CALL_ID}",
}
CHANNEL = {"channel": "chat", "userState": NOT_READY}
USER: dict[str, Any] = {
    "id": "3c1d7a90b2e84c6fa5d0e1f2a3b4c5d6",
    "userName": "agent.one",
    "firstName": "Agent",
    "lastName": "One",
    "emailAddress": "",
    "roles": ["ROLE_AGENT"],
    "enabled": True,
    "changePasswordOnFirstLogin": False,
    "contactCenterId": "8a8f1f0e-2222-4c7a-9a66-5b5b5b5b5b5b",
    "uri": f"{BASE}/users/3c1d7a90b2e84c6fa5d0e1f2a3b4c5d6",
    "path": "/users/3c1d7a90b2e84c6fa5d0e1f2a3b4c5d6",
    "channels": [CHANNEL],
    "channelStates": [CHANNEL],
    "skills": [{"id": "c0ffee00", "name": "Billing", "level": "8", "uri": f"{BASE}/skills/1", "path": "/skills/1"}],
    "groups": [
        {
            "id": "2-7e57ab1e",
            "name": "Billing agents",
            "type": "BusinessUnit",
            "contains": ["users", "skills", "queues", "places"],
            "uri": f"{BASE}/groups/2",
            "path": "/groups/2",
        }
    ],
    "features": [
        {
            "id": "api-voice",
            "displayName": "Voice API",
            "description": "API for Voice",
            "autoAssignOnContactCenterCreate": True,
            "uri": f"{BASE}/features/api-voice",
            "path": "/features/api-voice",
        }
    ],
}
LEFT_OUT = {"settings": {"interaction-workspace": {"voice.auto-answer": "false"}}, "interactions": [], "chats": []}
"""Parts of the user that are not voice and may be very large: the only ones without a place."""
SNAPSHOT: dict[str, Any] = {"statusCode": 0, "user": {**USER, **LEFT_OUT, "devices": [DEVICE], "calls": [CALL]}}
METRICS = {
    "eventProcessing": {
        "nodeProcessingTimeNanos": 412000,
        "serverGenerationTimestamp": 1790000000123,
        "serverProcessingTimeTotalMs": -1,
    }
}
CALL_MESSAGE: dict[str, Any] = {
    "messageType": "CallStateChangeMessage",
    "notificationType": "StatusChange",
    "call": CALL,
    "phoneNumber": "5550101",
    "extensions": {"BusinessCall": 1, "NO_ANSWER_TIMEOUT": 15, "OriginationDN": "5550102"},
    "metrics": METRICS,
}
DEVICE_MESSAGE: dict[str, Any] = {"messageType": "DeviceStateChangeMessage", "devices": [DEVICE]}
ERROR_MESSAGE: dict[str, Any] = {
    "messageType": "ErrorMessage",
    "devicePath": f"/devices/{DEVICE_ID}",
    "deviceUri": f"{BASE}/devices/{DEVICE_ID}",
}
RARE_CALL_FIELDS: dict[str, Any] = {
    "supervisorMonitoringState": {"state": "ListenIn"},
    "parentCallUri": f"{BASE}/me/calls/P1",
    "parentCallPath": "/calls/P1",
    "extensions": {"WrapUpTime": 5},
    "participantsInfo": [{"digits": "5550102", "e164Number": "5550102", "formattedPhoneNumber": "5550102"}],
    "case": [],
    "previousConnId": "00710271981800a0",
    "thirdPartyDn": "5001",
    "monitoredUserDeviceUri": f"{BASE}/devices/2",
}
RARE_DEVICE_FIELDS: dict[str, Any] = {
    "supervisorMonitoringState": {
        "state": "Coach",
        "mode": "AllCalls",
        "scope": "Call",
        "targetDeviceUri": f"{BASE}/devices/2",
    },
    "voiceServiceUri": f"{BASE}/voice-services/1",
    "userState": {**NOT_READY, "workMode": "AfterCallWork", "reason": "Lunch", "reasonCode": "17"},
    "type": "DN",
    "vendor": "Vendor",
    "model": "Model",
    "country": "US",
    "location": "Here",
    "localNumber": "5550101",
    "phoneNumberUri": f"{BASE}/phone-numbers/1",
}
