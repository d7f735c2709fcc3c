package org.leastaction.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;

/** The runtime itself. */
public final class OnnxRuntime {

    private static final int LONGEST_REASON = 600;
    private static final int LONGEST_START = 200;
    /** As in "/onnxruntime_src/core/graph/model.cc:181 onnxruntime::Model::Model(onnx::ModelProto&&, const Path&) ". */
    private static final String SOURCE_PLACE =
            "\\S*/[\\w./-]+\\.(cc|h|cpp|hpp):\\d+ [^()]*?(\\[[^\\]]*\\] )?[\\w:~<>*& ]*\\([^()]*(\\([^()]*\\)[^()]*)*\\)( const)?( \\[with [^\\]]*\\])?\\s*";

    private OnnxRuntime() {}

    /** Version of ONNX Runtime that this was built with; loads nothing. */
    public static String version() {
        try (InputStream in = OnnxRuntime.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("onnxruntime");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Devices of this machine that networks can run on: "cpu", and "gpu" with CUDA. */
    public static List<String> devices() {
        environment();
        List<String> devices = new ArrayList<>(List.of("cpu"));
        if (hasCuda()) {
            devices.add("gpu:0 (CUDA)");
        }
        return devices;
    }

    static OrtEnvironment environment() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        try {
            environment.setTelemetry(false); // on Windows every version has some
        } catch (OrtException without) {
            // A build without telemetry has nothing to switch off.
        }
        return environment;
    }

    private static boolean hasCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Checks that there is the device that is asked for.
     *
     * @throws IllegalArgumentException if it is "gpu" and there is none
     */
    public static void requireDevice(Execution execution) {
        environment();
        if (execution.device().equals("gpu") && !hasCuda()) {
            throw new IllegalArgumentException("the device gpu is not there: this build has ONNX Runtime for the CPU;"
                    + " build with -Pgpu for CUDA");
        }
    }

    /** Whether networks run on the processor, as asked for or for want of a GPU. */
    public static boolean isOnCpu(Execution execution) {
        return execution.device().equals("cpu") || !hasCuda();
    }

    /** Batches that run at the same time, on a thread each; a GPU runs one after another by itself. */
    public static int batchesSideBySide(Execution execution) {
        return isOnCpu(execution) ? execution.threads() : 1;
    }

    /** A session that computes: optimised, on the device that is asked for. */
    static Session compute(ModelProto model, Execution execution) throws MalformedModelException {
        try (SessionOptions options = options()) {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(execution.threads());
            if (!isOnCpu(execution)) {
                options.addCUDA(0);
            }
            return Session.open(model, options);
        } catch (OrtException refused) {
            throw new MalformedModelException(reason(refused), refused);
        }
    }

    /** A session that is only asked for shapes: nothing is computed beforehand. */
    static Session shapes(ModelProto model) throws MalformedModelException {
        try (SessionOptions options = options()) {
            options.setOptimizationLevel(OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.addConfigEntry("session.disable_prepacking", "1");
            return Session.open(model, options);
        } catch (OrtException refused) {
            throw new MalformedModelException(reason(refused), refused);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setDeterministicCompute(true);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /**
     * The runtime's own words on one line: without the places in its sources, and where they are still long, without their
     * middle. What was at work stands at their start and the reason at their end.
     */
    static String reason(OrtException failure) {
        String words = String.valueOf(failure.getMessage())
                .replaceAll("\\s+", " ")
                .replaceAll(SOURCE_PLACE, "")
                .strip();
        return "cannot be run: " + (words.length() <= LONGEST_REASON ? words
                : words.substring(0, LONGEST_START) + " … "
                        + words.substring(words.length() - LONGEST_REASON + LONGEST_START));
    }
}
