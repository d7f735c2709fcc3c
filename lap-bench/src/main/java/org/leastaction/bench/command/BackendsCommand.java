package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Backends.FailedBackend;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.backend.Backends.FoundBackend;
import picocli.CommandLine.Command;

/** {@code lap backends}. */
@Command(name = "backends", description = "Lists the backends that were found, with versions, roles and devices.")
final class BackendsCommand extends LapCommand {

    BackendsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        Backends backends = backends();
        List<JsonValues> found = new ArrayList<>();
        List<JsonValues> failed = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (FoundBackend one : backends.found()) {
            FlowBackend backend = one.backend();
            JsonValues values = new JsonValues()
                    .put("id", backend.id())
                    .put("version", backend.version())
                    .putStrings("roles", roles(backend));
            lines.add(backend.id() + " " + backend.version());
            lines.add("  roles    " + String.join(", ", roles(backend)));
            try {
                List<String> devices = backend.devices();
                values.putStrings("devices", devices);
                lines.add("  devices  " + String.join(", ", devices));
            } catch (BackendFailure failure) {
                values.putNull("devices", "the engine does not start: " + failure.getMessage());
                lines.add("  devices  none: the engine does not start: " + failure.getMessage());
            }
            lines.add("  origin   " + one.origin());
            found.add(values.put("origin", one.origin()));
        }
        for (FailedBackend one : backends.failed()) {
            failed.add(new JsonValues()
                    .put("name", one.name())
                    .put("origin", one.origin())
                    .put("reason", one.reason()));
            lines.add("failed: " + one.name() + " in " + one.origin() + ": " + one.reason());
        }
        if (found.isEmpty() && failed.isEmpty()) {
            String folders = InstalledBackends.folders(surroundings()).stream()
                    .map(folder -> " or in " + folder)
                    .collect(Collectors.joining());
            lines.add("there is no backend on the class path" + folders);
        }
        return Answer.of(new JsonValues().putObjects("backends", found).putObjects("failures", failed)).lines(lines);
    }

    /** The names of the roles as words, e.g. "flow model". */
    private static List<String> roles(FlowBackend backend) {
        return backend.roles().stream()
                .map(role -> role.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT))
                .sorted().toList();
    }
}
