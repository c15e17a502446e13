"""The window "Inside the layers". It stays open beside the training, and follows it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.app.inside.histogram import paint_ends, paint_histogram
from playground.app.pictures.rendering import View
from playground.app.theme import Theme, ThemeManager, layer_colour, small_font
from playground.app.widgets import Card, TextButton, resize_within_screen, scaled_size, styled_label
from playground.app.words.names import choice_name
from playground.app.words.numbers import percent_text, two_digits
from playground.engine import ALL_ACTIVATIONS
from playground.training.examination import Examination
from playground.training.inside import Inside, LayerInside, Spread

_ROW, _HEADER = 86, 26
_NAME, _FIGURES, _GAP = 112, 116, 14
_HISTOGRAM = 52
_LINE = 17
_ROUNDING = 1e-9


class LayersInside(QWidget):
    """As high as there are layers; one painting for all of them."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inside: Inside | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Activations and gradients by layer"))
        theme.changed.connect(self.update)

    def show_inside(self, inside: Inside) -> None:
        """Show another look."""
        resized = self._inside is None or len(self._inside.layers) != len(inside.layers)
        self._inside = inside
        self.setAccessibleDescription(self.summary())
        if resized:
            self.updateGeometry()
        self.update()

    def summary(self) -> str:
        """All rows in words."""
        layers = () if self._inside is None else self._inside.layers
        return "\n".join(f"{self._name(layer)}: {', '.join(self._activation_lines(layer))}" for layer in layers)

    def sizeHint(self) -> QSize:
        rows = 1 if self._inside is None else len(self._inside.layers)
        return QSize(700, _HEADER + rows * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(560, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._inside is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font())
        theme = self._theme.theme
        self._paint_header(painter, theme)
        for number, layer in enumerate(self._inside.layers):
            colour = layer_colour(theme, number, len(self._inside.layers))
            self._paint_row(painter, _HEADER + number * _ROW, layer, colour, theme)
        painter.end()

    def _paint_header(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QColor(theme.quiet))
        for column, text in enumerate(
            (self.tr("Activations"), self.tr("Gradients: slope of each sample's loss by the score z"))
        ):
            room = QRectF(self._left(column), 0, self._width() + _FIGURES, _HEADER)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)

    def _paint_row(self, painter: QPainter, top: float, layer: LayerInside, colour: str, theme: Theme) -> None:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(0, top, _NAME, _LINE + 2), Qt.AlignmentFlag.AlignLeft, self._name(layer))
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        about = f"{layer.units:,} × {choice_name('activation', layer.activation)}"
        painter.drawText(QRectF(0, top + _LINE + 4, _NAME, _LINE), Qt.AlignmentFlag.AlignLeft, about)
        columns = (
            (layer.activations, colour, self._activation_lines(layer)),
            (layer.gradients, theme.quiet, self._spread_lines(layer.gradients)),
        )
        for column, (spread, bars, lines) in enumerate(columns):
            room = QRectF(self._left(column), top, self._width(), _HISTOGRAM)
            paint_histogram(painter, room, spread, bars, theme)
            paint_ends(painter, room, spread, theme)
            self._paint_lines(painter, room.right() + _GAP, top, lines, theme)

    def _paint_lines(self, painter: QPainter, left: float, top: float, lines: list[str], theme: Theme) -> None:
        painter.setPen(QColor(theme.text))
        for number, line in enumerate(lines):
            painter.drawText(QRectF(left, top + 2 + number * _LINE, _FIGURES, _LINE), Qt.AlignmentFlag.AlignLeft, line)

    def _activation_lines(self, layer: LayerInside) -> list[str]:
        lines = self._spread_lines(layer.activations)
        if layer.dead is not None:
            lines.append(self.tr("dead {share}").format(share=percent_text(layer.dead)))
        if layer.saturated is not None:
            lines.append(self.tr("saturated {share}").format(share=percent_text(layer.saturated)))
        return lines

    def _spread_lines(self, spread: Spread) -> list[str]:
        # A mean that is all rounding is 0.
        mean = two_digits(0.0 if abs(spread.mean) < _ROUNDING * spread.deviation else spread.mean)
        deviation = two_digits(spread.deviation)
        return [self.tr("mean {x}").format(x=mean), self.tr("spread {x}").format(x=deviation)]

    def _name(self, layer: LayerInside) -> str:
        if layer.name == "output":
            return self.tr("Output")
        return self.tr("Layer {n}").format(n=layer.name.removeprefix("layer"))

    def _width(self) -> float:
        """Of a histogram."""
        return max(120.0, (self.width() - _NAME - 2 * (_FIGURES + _GAP) - _GAP) / 2)

    def _left(self, column: int) -> float:
        return _NAME + column * (self._width() + _FIGURES + 2 * _GAP)


_WIDTH, _HIGHEST = 880, 720


class InsideDialog(QDialog):
    """Shows examinations; tells when it is looked at, since nothing needs to be computed when it is not."""

    watched = Signal(bool)
    """It is in sight now, or not."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Inside the layers"))
        self.setModal(False)
        resize_within_screen(self, scaled_size(_WIDTH, 420))
        self.setMinimumSize(660, 300)
        self._fitted = False
        card = Card(self.tr("Inside the layers"))
        self._scope = styled_label("", "small")
        card.add_header_widget(self._scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        card.body.setSpacing(10)
        text = styled_label(self._explanation(), "quiet")
        text.setWordWrap(True)
        card.body.addWidget(text)
        self.layers = LayersInside(theme)
        self._scroll = scroll = QScrollArea()
        scroll.setProperty("plain", True)
        self.layers.setObjectName("column")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.layers)
        card.body.addWidget(scroll, 1)
        card.body.addLayout(self._foot())
        # Else the button would have it, and look chosen.
        self.setFocus()

    def views(self) -> list[View]:
        """Tell what pictures can be made of."""
        return [View("layers", self.tr("Inside the layers"), lambda: self.layers)]

    def show_examination(self, examination: Examination) -> None:
        """Show another look inside."""
        inside = examination.inside
        self.layers.show_inside(inside)
        if not self._fitted:
            self._fitted = True
            self.resize(_WIDTH, min(_HIGHEST, self._around() + self.layers.sizeHint().height()))
        scope = self.tr("epoch {epoch} · {n} of {all} training samples")
        self._scope.setText(scope.format(epoch=f"{examination.epoch:,}", n=f"{inside.samples:,}", all=f"{inside.of:,}"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watched.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watched.emit(False)

    def _around(self) -> int:
        """The height of all but the layers."""
        column = self.layout()
        assert column is not None
        return column.totalHeightForWidth(_WIDTH) - self._scroll.sizeHint().height()

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        close = TextButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        line.addStretch(1)
        line.addWidget(close)
        return line

    def _explanation(self) -> str:
        (_, tanh), (low, high) = (ALL_ACTIVATIONS[name].saturation or (0.0, 0.0) for name in ("tanh", "sigmoid"))
        return self.tr(
            "What every neuron of a layer answers to every sample, and how strongly each sample's loss pulls at it. "
            "A ReLU is dead when it answers 0 to all samples; a tanh is saturated beyond ±{tanh} and a sigmoid below "
            "{low} or above {high}, where almost no gradient comes through. Bars are as high as the square "
            "root of their count."
        ).format(tanh=tanh, low=low, high=high)
