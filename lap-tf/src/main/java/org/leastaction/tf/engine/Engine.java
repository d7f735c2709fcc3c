package org.leastaction.tf.engine;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.leastaction.io.Messages;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** The native TensorFlow library. */
public final class Engine {

    private Engine() {}

    /**
     * Loads the native library, once per process.
     *
     * @throws IllegalStateException if it cannot be loaded; the message says what to do
     */
    public static void start() {
        try {
            CudaLibraries.load();
            TensorFlow.version();
        } catch (LinkageError failure) {
            throw new IllegalStateException("TensorFlow's native library does not start on " + platform()
                    + "; put the jar of tensorflow-core-native with this platform's classifier on the class path ("
                    + Messages.of(failure) + ")");
        }
    }

    /**
     * "TensorFlow X.Y.Z", followed by what is missing for a GPU if there is GPU support; or the reason why it cannot be
     * loaded.
     */
    public static String version() {
        try {
            start();
            String missing = CudaLibraries.find() == CudaLibraries.Found.NO_DRIVER
                    ? " for CUDA, on the CPU: there is no NVIDIA driver"
                    : "";
            return "TensorFlow " + TensorFlow.version() + missing;
        } catch (IllegalStateException failure) {
            return Messages.of(failure);
        }
    }

    /**
     * The devices available to a session: "cpu", "gpu:0", …
     *
     * <p>TensorFlow lists devices only for a session, and the first session of a process fixes the number of threads of
     * all sessions. If a GPU may exist, a session is opened and that number is all processors; otherwise none is
     * opened.
     */
    public static List<String> devices() {
        return mayHaveGpu() ? devicesOfASession() : List.of("cpu");
    }

    /** Whether a GPU may be there: the driver of one is installed. Opens no session. */
    public static boolean mayHaveGpu() {
        start();
        return CudaLibraries.driver();
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private static List<String> devicesOfASession() {
        List<String> devices = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_Session session = TF_NewSession(TF_Graph.newGraph(), TF_SessionOptions.newSessionOptions(), status);
            status.throwExceptionIfNotOK();
            TF_DeviceList list = TF_SessionListDevices(session, status);
            status.throwExceptionIfNotOK();
            for (int i = 0; i < TF_DeviceListCount(list); i++) {
                String type = TF_DeviceListType(list, i, status).getString().toLowerCase(Locale.ROOT);
                String name = TF_DeviceListName(list, i, status).getString();
                devices.add(type.equals("cpu") ? type : type + name.substring(name.lastIndexOf(':')));
            }
            TF_DeleteDeviceList(list);
            TF_CloseSession(session, status);
            TF_DeleteSession(session, status);
        }
        return List.copyOf(devices);
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /**
     * Loads NVIDIA's libraries from a jar on the class path (profile 'gpu'), so that a user needs only the driver.
     *
     * <p>TensorFlow opens them by name when it looks for a GPU, and finds those that the process has already loaded.
     */
    static final class CudaLibraries {

        private static final String FOLDER = "/org/bytedeco/cuda/linux-x86_64/";

        /** In load order: each follows its dependencies. */
        private static final List<String> NAMES = List.of(
                "libcudart.so.12",
                "libnvJitLink.so.12",
                "libcublasLt.so.12",
                "libcublas.so.12",
                "libcufft.so.11",
                "libcurand.so.10",
                "libcusparse.so.12",
                "libcusolver.so.11",
                "libcupti.so.12",
                "libnvrtc-builtins.so.12.6",
                "libnvrtc.so.12",
                "libcudnn_graph.so.9",
                "libcudnn_ops.so.9",
                "libcudnn_cnn.so.9",
                "libcudnn_adv.so.9",
                "libcudnn_engines_precompiled.so.9",
                "libcudnn_engines_runtime_compiled.so.9",
                "libcudnn_heuristic.so.9",
                "libcudnn.so.9",
                "libnccl.so.2");

        /** Device files that exist if a driver is installed: on Linux, and on Linux under Windows. */
        private static final List<Path> DRIVERS = List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/dxg"));

        private CudaLibraries() {}

        /** What is available for running on a GPU. */
        enum Found {
            /** The class path has TensorFlow for the CPU only. */
            NO_LIBRARIES,
            /** The libraries are available, but no driver. */
            NO_DRIVER,
            /** Libraries and driver are available. */
            LIBRARIES_AND_DRIVER
        }

        static Found find() {
            if (resource(NAMES.get(0)) == null) {
                return Found.NO_LIBRARIES;
            }
            return driver() ? Found.LIBRARIES_AND_DRIVER : Found.NO_DRIVER;
        }

        /** Whether NVIDIA's driver is installed. */
        static boolean driver() {
            return DRIVERS.stream().anyMatch(Files::exists);
        }

        /**
         * Unpacks the libraries into JavaCPP's cache, once, and loads them, if a driver is installed.
         *
         * @throws IllegalStateException if they cannot be unpacked (3 GB)
         */
        static void load() {
            if (find() != Found.LIBRARIES_AND_DRIVER) {
                return;
            }
            List<Path> unpacked = new ArrayList<>();
            for (String name : NAMES) {
                try {
                    unpacked.add(Loader.cacheResource(resource(name)).toPath());
                } catch (IOException failure) {
                    throw new IllegalStateException("NVIDIA's " + name + " cannot be unpacked into JavaCPP's cache: "
                            + Messages.of(failure), failure);
                }
            }
            unpacked.forEach(library -> Loader.loadGlobal(library.toString()));
        }

        private static URL resource(String name) {
            return CudaLibraries.class.getResource(FOLDER + name);
        }
    }
}
