package org.leastaction.bench.command.progress;

import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;

/** Shows the epochs of autoencoders, one after the other, and remarks on their trainings. */
public final class AutoencoderProgress implements AutoencoderListener {

    private final ProgressDisplay progress;
    private final Terminal terminal;
    private long epochs;

    public AutoencoderProgress(ProgressDisplay progress, Terminal terminal) {
        this.progress = progress;
        this.terminal = terminal;
    }

    @Override
    public void epochEnded(AutoencoderEpoch epoch) {
        progress.reached(++epochs);
    }

    @Override
    public void remarked(String sentence) {
        terminal.remark(sentence);
    }
}
