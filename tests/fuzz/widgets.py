"""Draw states of widgets: of the kind that each takes, with values that it offers or any others."""

import json
import random
from collections.abc import Sequence
from typing import Final

from streamlit.proto.WidgetStates_pb2 import WidgetState

# what an element's value is sent as; the rest is a text
_SENT_AS: Final = {
    **dict.fromkeys(("button", "download_button", "form_submit_button"), "trigger_value"),
    **dict.fromkeys(("checkbox", "expandable"), "bool_value"),
    "number_input": "double_value",
    "slider": "double_array_value",
    **dict.fromkeys(("multiselect", "button_group", "date_input"), "string_array_value"),
    "bidi_component": "json_value",
    "file_uploader": "file_uploader_state_value",
}

# a click on what is not there
_CLICKED: Final = json.dumps({"selection": {"points": [{"customdata": ["told", 1, "no-such-milestone"]}, {"x": None}]}})


def drawn_state(draw: random.Random, name: str, kind: str, choices: Sequence[str], text: str) -> WidgetState:
    """Return a state of a widget: one that fits its kind, with a choice that it offers or any text."""
    state = WidgetState(id=name)
    sent = _SENT_AS.get(kind, "string_value")
    # protobuf takes no halves of pairs
    value = draw.choice(choices) if choices and draw.random() < 0.7 else text.encode(errors="replace").decode()
    match sent:
        case "trigger_value" | "bool_value":
            setattr(state, sent, draw.random() < 0.8)
        case "double_value":
            state.double_value = draw.choice((0.0, -1.0, 1999.0, 2030.0, 2000.5, 1e308))
        case "double_array_value":
            state.double_array_value.data.extend(draw.choices((0.0, 3.0, 1e9, -1.0), k=draw.randrange(3)))
        case "string_array_value":
            state.string_array_value.data.extend([value] * draw.randrange(4))
        case "string_value" if kind == "plotly_chart":
            state.string_value = draw.choice(('{"selection": {"points": []}}', _CLICKED))
        case "json_value":
            state.json_value = draw.choice(("null", "{}", "[]", '{"room": null}', '{"room": ["a"]}', json.dumps(value)))
        case "file_uploader_state_value":
            state.file_uploader_state_value.uploaded_file_info.add(file_id="none", name=value[:200], size=9)
        case _:
            state.string_value = value
    return state
