"""A resolved scenario as YAML that people can read: short mappings and lists on one line, everything else below."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_LINE: Final = 100
"""Characters up to which a mapping or list of single values stays on one line."""


def to_yaml(document: Mapping[str, Any]) -> str:
    """Return plain Python as YAML in the order of its keys."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import CollectionNode, MappingNode, ScalarNode
    from ruamel.yaml.representer import SafeRepresenter

    def short(node: CollectionNode) -> bool:
        parts = [part for pair in node.value for part in pair] if isinstance(node, MappingNode) else node.value
        plain = all(isinstance(part, ScalarNode) for part in parts)
        return plain and sum(len(part.value) + 2 for part in parts) <= ONE_LINE

    class Compact(SafeRepresenter):
        def represent_mapping(self, tag: Any, mapping: Any, flow_style: Any = None) -> Any:  # noqa: ANN401
            node = super().represent_mapping(tag, mapping, flow_style=flow_style)
            node.flow_style = short(node)
            return node

        def represent_sequence(self, tag: Any, sequence: Any, flow_style: Any = None) -> Any:  # noqa: ANN401
            node = super().represent_sequence(tag, sequence, flow_style=flow_style)
            node.flow_style = short(node)
            return node

    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = Compact
    yaml.allow_unicode = True
    yaml.width = 4096  # a text that is broken over lines is hard to find again
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # declared as None only
    out = StringIO()
    yaml.dump({name: value for name, value in document.items() if value not in ({}, [], "")}, out)
    return out.getvalue()
