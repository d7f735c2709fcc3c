package org.leastaction.bench.command;

import org.leastaction.bench.data.Download;
import org.leastaction.bench.data.PublishedFile;

/** Shows one file's download; how long it is, its host says with the first bytes. */
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
