package org.leastaction.bench.experiment;

import java.util.Locale;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;

/** The description of a backend in a record. */
public final class BackendRecord {

    private BackendRecord() {}

    /** The backend with its device; if the device is chosen automatically, the last one that the backend lists. */
    public static RunRecord.Backend of(FlowBackend backend, Execution execution) {
        String device = execution.device();
        if (device.equals("auto")) {
            device = backend.devices().get(backend.devices().size() - 1);
        }
        return new RunRecord.Backend(
                backend.id(), backend.version(), device, execution.threads(),
                execution.precision().name().toLowerCase(Locale.ROOT));
    }
}
