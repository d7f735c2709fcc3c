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
import java.util.Optional;
import java.util.Properties;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;

/** ONNX Runtime: its environment, devices and session options. */
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

    /** Devices of this machine on which networks can run: "cpu", and "gpu" with CUDA. */
    public static List<String> devices() {
        environment();
        List<String> devices = new ArrayList<>(List.of("cpu"));
        if (hasCuda()) {
            devices.add("gpu:0 (CUDA)");
        }
        return devices;
    }

    /** @throws IllegalStateException if the native library cannot be loaded; the message says why */
    static OrtEnvironment environment() {
        OrtEnvironment environment = UnpackedLibrary.environment();
        try {
            environment.setTelemetry(false); // on Windows every version has some
        } catch (OrtException without) {
            // A build without telemetry refuses the call.
        }
        return environment;
    }

    private static boolean hasCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Checks that the requested device exists.
     *
     * @throws IllegalArgumentException if it is "gpu" and there is none
     */
    public static void requireDevice(Execution execution) {
        environment();
        if (execution.device().equals("gpu") && !hasCuda()) {
            throw new IllegalArgumentException("there is no device gpu: this build has ONNX Runtime for the CPU;"
                    + " build with -Pgpu for CUDA");
        }
    }

    /** Whether networks run on the CPU, as requested or because there is no GPU. */
    public static boolean isOnCpu(Execution execution) {
        return execution.device().equals("cpu") || !hasCuda();
    }

    /** The number of batches that run at the same time, each on a thread; 1 on a GPU. */
    public static int batchesSideBySide(Execution execution) {
        return isOnCpu(execution) ? execution.threads() : 1;
    }

    /**
     * A session that computes: optimised, on the requested device. Products of 8-bit integers do not saturate, as they
     * otherwise do on processors without VNNI instructions; the runtime has no such kernels for products of signed
     * integers alone, which do not saturate anyway.
     *
     * @throws MalformedModelException if the runtime refuses the model, or computes it only with products that may
     *                                 saturate
     */
    static Session compute(ModelProto model, Execution execution) throws MalformedModelException {
        if (!IntegerProducts.isQuantised(model)) {
            return compute(model, execution, "0");
        }
        try {
            return compute(IntegerProducts.withZeroPoints(model), execution, "1");
        } catch (MalformedModelException refused) {
            Session inexact = compute(model, execution, "0");
            Optional<NodeProto> saturating = IntegerProducts.saturating(model);
            if (saturating.isPresent()) {
                close(inexact);
                NodeProto product = saturating.get();
                throw new MalformedModelException("cannot be run exactly on this processor: the products of 8-bit"
                        + " integers of '" + product.title() + "' (" + product.operator() + ") may saturate, and ONNX"
                        + " Runtime has no exact ones beside products of signed activations, or where products share"
                        + " weights; quantise all activations with the same type, unsigned or signed", refused);
            }
            return inexact;
        }
    }

    private static void close(Session session) throws MalformedModelException {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new MalformedModelException(reason(failure), failure);
        }
    }

    private static Session compute(ModelProto model, Execution execution, String exactIntegers)
            throws MalformedModelException {
        try (SessionOptions options = options()) {
            options.addConfigEntry("session.x64quantprecision", exactIntegers);
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

    /** A session for shape inference: nothing is computed in advance. */
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
        environment(); // loads the library, which options need
        SessionOptions options = new SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setDeterministicCompute(true);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /**
     * The runtime's message on one line, without places in its source code and, if it is still long, without its
     * middle: it starts with the operation and ends with the reason.
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
