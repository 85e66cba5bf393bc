"""One update of a network by hand: forwards, the loss, backwards, the step, each number written out. No Qt."""
