package org.leastaction.tf.engine;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.leastaction.io.Messages;

/**
 * Loads NVIDIA's libraries from a jar on the class path (profile 'gpu'), so that a user needs only the driver.
 *
 * <p>TensorFlow opens them by name when it looks for a GPU, and finds those that the process has already loaded.
 */
final class CudaLibraries {

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
