package org.leastaction.bench.command;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.process.BuildInfo;
import org.leastaction.bench.record.Manifest;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.ot.loops.Loops;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The manifest of a run of this program, sufficient to repeat it. */
final class RunManifest {

    private RunManifest() {}

    /**
     * The manifest of the running command.
     *
     * @param configuration the settings of the run, as text and numbers
     */
    static Manifest of(CommandSpec command, FlowBackend backend, Execution execution, Map<String, ?> configuration) {
        BuildInfo build = BuildInfo.current();
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("version", build.version());
        manifest.put("commit", build.commit());
        manifest.put("time", OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString());
        manifest.put("command", commandLine(command));
        manifest.put("configuration", configuration);
        Map<String, Object> backendEntries = new LinkedHashMap<>();
        backendEntries.put("id", backend.id());
        backendEntries.put("version", backend.version());
        backendEntries.put("devices", backend.devices());
        backendEntries.put("device", execution.device());
        backendEntries.put("threads", execution.threads());
        backendEntries.put("precision", EnumNames.name(execution.precision()));
        manifest.put("backend", backendEntries);
        manifest.put("jvm", property("java.vm.name") + " " + property("java.runtime.version"));
        manifest.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        manifest.put("processors", Runtime.getRuntime().availableProcessors());
        manifest.put("loops", Loops.fastest().label());
        return Manifest.of(manifest);
    }

    private static String commandLine(CommandSpec command) {
        ParseResult parsed = command.root().commandLine().getParseResult();
        List<String> arguments = parsed.originalArgs();
        return "lap " + String.join(" ", arguments);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
