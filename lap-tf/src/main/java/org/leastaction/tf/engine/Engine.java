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
     * "TensorFlow X.Y.Z", with what is missing for a GPU if there is GPU support, or the reason why it cannot be
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
        start();
        return CudaLibraries.driver() ? devicesOfASession() : List.of("cpu");
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
}
