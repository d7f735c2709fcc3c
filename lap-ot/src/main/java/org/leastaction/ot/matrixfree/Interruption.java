package org.leastaction.ot.matrixfree;

import java.util.concurrent.CancellationException;

/** How long solves end early. */
final class Interruption {

    private Interruption() {
    }

    /** @throws CancellationException if the thread is interrupted; its interrupt flag stays set */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while solving a transport problem");
        }
    }
}
