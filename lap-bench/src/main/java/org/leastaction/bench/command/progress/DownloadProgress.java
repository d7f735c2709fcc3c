package org.leastaction.bench.command.progress;

import org.leastaction.bench.data.Download;
import org.leastaction.bench.data.PublishedFile;

/** Shows the download of one file; the host reports its size with the first bytes. */
public final class DownloadProgress implements Download.Listener, AutoCloseable {

    private final Terminal terminal;
    private ProgressDisplay progress = ProgressDisplay.NONE;

    public DownloadProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void received(PublishedFile file, long bytes, long total) {
        if (progress == ProgressDisplay.NONE) {
            progress = terminal.progress(file.packedName(), total);
        }
        progress.reached(bytes);
    }

    @Override
    public void close() {
        progress.close();
    }
}
