package org.leastaction.tf.engine;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.Deallocator_Pointer_long_Pointer;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * Keeps two lines off standard error that TensorFlow 2.18 writes when the first graph of a process runs: that a pass
 * for TPUs is not enabled, and that such lines go to standard error.
 *
 * <p>They come from Abseil's log, which respects {@code TF_CPP_MIN_LOG_LEVEL} only in programs that initialise it;
 * TensorFlow's C interface and its Java library do not, and cannot, since the function is not exported. The lines are
 * written once per process, so a graph of one constant runs first while standard error is captured. All other captured
 * output is passed on.
 */
public final class FirstSession {

    private static final FirstSession OF_THIS_PROCESS = new FirstSession();
    private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";

    private boolean isOver;

    private FirstSession() {}

    /**
     * Call this before a session is opened: it runs the first one, if there was none in this process.
     *
     * @param config of the session that will be opened, since a process's first session fixes the threads of all
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

    /**
     * Captures what native code writes to this process's standard error, descriptor 2, on systems with POSIX's {@code
     * pipe} and {@code dup2}; elsewhere it captures nothing.
     *
     * <p>Java has no calls for descriptors. JavaCPP can call any function by its address through a class that it
     * generated for a function of the same kind: three arguments, none of them a floating-point number. C functions
     * with fewer arguments ignore the others, and a number is passed in the place of an address. Return values are
     * lost, so only functions that return their results through memory are used.
     */
    static final class StandardErrorCapture {

        private static final int STANDARD_ERROR = 2;
        private static final int READ_END = 0;
        private static final int WRITE_END = 1;
        /**
         * Minimum capacity of a pipe: 4,096 bytes on some systems, 65,536 on Linux. A writer of more would block
         * forever.
         */
        private static final int CAPACITY = 4096;

        private StandardErrorCapture() {}

        /**
         * Runs code that writes at most a few lines; one caller at a time.
         *
         * @return the output of all threads to standard error during the run, at most 4,096 bytes; "" where nothing can
         *         be captured
         */
        static String during(Runnable work) {
            if (isMissing("pipe") || isMissing("dup2") || isMissing("close") || isMissing("read")) {
                work.run();
                return "";
            }
            try (IntPointer catching = new IntPointer(2); IntPointer keeping = new IntPointer(2)) {
                catching.put(READ_END, -1).put(WRITE_END, -1);
                keeping.put(READ_END, -1).put(WRITE_END, -1);
                call("pipe", catching.address(), 0, 0);
                call("pipe", keeping.address(), 0, 0);
                int reading = catching.get(READ_END);
                int writing = catching.get(WRITE_END);
                // This pipe serves only to find the number of a free descriptor.
                int kept = keeping.get(READ_END);
                if (reading < 0 || kept < 0) {
                    work.run();
                    return "";
                }
                call("dup2", STANDARD_ERROR, kept, 0);
                call("dup2", writing, STANDARD_ERROR, 0);
                try {
                    work.run();
                } finally {
                    call("dup2", kept, STANDARD_ERROR, 0);
                    call("close", kept, 0, 0);
                    call("close", keeping.get(WRITE_END), 0, 0);
                    call("close", writing, 0, 0);
                }
                String caught = read(reading);
                call("close", reading, 0, 0);
                return caught;
            }
        }

        /** Writes to standard error as native code does; does nothing where nothing can be captured. */
        static void write(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && !isMissing("write")) {
                try (BytePointer buffer = new BytePointer(bytes)) {
                    call("write", STANDARD_ERROR, buffer.address(), bytes.length);
                }
            }
        }

        /** Reads to the end of the pipe, whose writing end is closed. */
        private static String read(int descriptor) {
            byte[] bytes = new byte[CAPACITY];
            try (BytePointer buffer = new BytePointer(bytes)) {
                call("read", descriptor, buffer.address(), CAPACITY);
                buffer.get(bytes);
            }
            int length = 0;
            while (length < CAPACITY && bytes[length] != 0) {
                length++;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }

        private static boolean isMissing(String function) {
            Pointer address = Loader.addressof(function);
            return address == null || address.isNull();
        }

        private static void call(String function, long first, long second, long third) {
            // JavaCPP stores a function as a structure that begins with its address.
            try (PointerPointer<Pointer> structure = new PointerPointer<>(2)) {
                structure.put(0, Loader.addressof(function)).put(1, (Pointer) null);
                new Deallocator_Pointer_long_Pointer(structure).call(new NumberAsAddress(first), second,
                        new NumberAsAddress(third));
            }
        }

        /** A number in the place of an address. */
        private static final class NumberAsAddress extends Pointer {

            NumberAsAddress(long value) {
                super((Pointer) null);
                address = value;
            }
        }
    }
}
