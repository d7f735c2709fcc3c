package org.leastaction.tf.engine;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** The native library below this backend. */
public final class Engine {

    private Engine() {}

    /**
     * Loads the native library, once a process.
     *
     * @throws IllegalStateException if it does not start here; the message says what to do
     */
    public static void start() {
        try {
            CudaLibraries.load();
            TensorFlow.version();
        } catch (LinkageError failure) {
            throw new IllegalStateException("TensorFlow's native library does not start on " + platform()
                    + "; put the jar of tensorflow-core-native with this platform's classifier on the class path ("
                    + failure.getMessage() + ")");
        }
    }

    /** "TensorFlow X.Y.Z", what a GPU would need if TensorFlow is there for one, or why it does not start. */
    public static String version() {
        try {
            start();
            String missing = CudaLibraries.find() == CudaLibraries.Found.NO_DRIVER
                    ? " for CUDA, on the CPU: there is no NVIDIA driver"
                    : "";
            return "TensorFlow " + TensorFlow.version() + missing;
        } catch (IllegalStateException failure) {
            return failure.getMessage();
        }
    }

    /**
     * The devices that a session would see: "cpu", "gpu:0", …
     *
     * <p>TensorFlow tells them only of a session, and the first session of a process fixes how many threads all of them
     * compute with. Where a GPU may be, that number is then all processors; elsewhere none is opened.
     */
    public static List<String> devices() {
        start();
        return CudaLibraries.driver() ? devicesOfASession() : List.of("cpu");
    }

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
}
