package org.leastaction.tf.engine;

import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * Keeps two lines off standard error that TensorFlow 2.18 writes when the first graph of a process runs: that a pass
 * for TPUs is not enabled, and that such lines go to standard error.
 *
 * <p>They come from Abseil's log, which heeds {@code TF_CPP_MIN_LOG_LEVEL} only in programs that initialise it; neither
 * TensorFlow's C interface nor its Java library does or can, as the function is not exported. Since the pass is told
 * once a process, a graph of one constant runs first, with standard error caught meanwhile. Everything else that was
 * caught is passed on.
 */
public final class FirstSession {

    private static final FirstSession OF_THIS_PROCESS = new FirstSession();
    private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";

    private boolean isOver;

    private FirstSession() {}

    /**
     * Before a session is opened: runs the first one, if there was none in this process.
     *
     * @param config of the session to come, as a process's first session fixes the threads of all
     */
    public static void before(ConfigProto config) {
        OF_THIS_PROCESS.run(config);
    }

    private synchronized void run(ConfigProto config) {
        if (isOver || "0".equals(System.getenv(LEVEL))) {
            return;
        }
        isOver = true;
        String caught = StandardErrorCapture.during(() -> runConstant(config));
        StandardErrorCapture.write(caught.lines().filter(line -> !isNoise(line)).map(line -> line + "\n")
                .collect(Collectors.joining()));
    }

    private static void runConstant(ConfigProto config) {
        try (Graph graph = new Graph(); Session session = new Session(graph, config)) {
            session.runner().fetch(Ops.create(graph).constant(0f)).run().close();
        }
    }

    static boolean isNoise(String line) {
        return line.startsWith("WARNING: All log messages before absl::InitializeLog() is called")
                || (line.startsWith("I") && line.endsWith("] MLIR V1 optimization pass is not enabled"));
    }
}
