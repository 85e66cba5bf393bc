"""The network as PyTorch code, following every edit."""

from playground.views.code.view import CodeView

__all__ = ["CodeView"]
