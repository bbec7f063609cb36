"""Reads a form of a public page as a browser would send it."""

from bs4 import BeautifulSoup


def fields_of(html, form="form.form--wide"):
    """What a browser would send for a form as it stands, without its buttons."""
    form = BeautifulSoup(html, "html.parser").select_one(form)
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", field.name)
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data.setdefault(field["name"], []).append(field.get("value", "on"))
        elif kind == "select":
            chosen = [option["value"] for option in field.select("option[selected]")]
            if not chosen and not field.has_attr("multiple"):
                chosen = [field.select_one("option")["value"]]
            data[field["name"]] = chosen
        elif kind not in ("file", "submit"):
            data[field["name"]] = [
                field.text.removeprefix("\n") if kind == "textarea" else field.get("value", "")
            ]
    return data
