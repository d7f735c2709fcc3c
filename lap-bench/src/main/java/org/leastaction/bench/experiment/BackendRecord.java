package org.leastaction.bench.experiment;

import java.util.Locale;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;

/** What a record says of the backend. */
public final class BackendRecord {

    private BackendRecord() {}

    /** The backend with the device that it computes on: where it may choose, the last that it lists. */
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
