package org.leastaction.bench.command;

import org.leastaction.bench.data.Download;
import org.leastaction.bench.data.PublishedFile;

/** Shows the download of one file; the host reports its size with the first bytes. */
final class DownloadProgress implements Download.Listener, AutoCloseable {

    private final Terminal terminal;
    private Progress progress = Progress.NONE;

    DownloadProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void received(PublishedFile file, long bytes, long total) {
        if (progress == Progress.NONE) {
            progress = terminal.progress(file.packedName(), total);
        }
        progress.reached(bytes);
    }

    @Override
    public void close() {
        progress.close();
    }
}
