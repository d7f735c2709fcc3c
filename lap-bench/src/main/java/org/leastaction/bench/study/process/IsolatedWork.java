package org.leastaction.bench.study.process;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyExecutor.UnitWork;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ChildPool.RefusedException;
import org.leastaction.bench.study.process.ChildPool.UnitFailedException;

/** Runs units in child processes of this machine. Several threads may run units at the same time. */
public final class IsolatedWork implements UnitWork, Closeable {

    private final ChildPool children;
    private final Listener listener;

    /** @param children closed with this object */
    public IsolatedWork(ChildPool children, Listener listener) {
        this.children = children;
        this.listener = listener;
    }

    @Override
    public List<RunResult> make(WorkUnit unit)
            throws UnitFailedException, RefusedException, IOException, InterruptedException {
        return RunResult.read(children.make(UnitBytes.of(unit), listener));
    }

    @Override
    public void close() {
        children.close();
    }
}
