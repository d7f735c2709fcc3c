package org.leastaction.architecture;

import java.util.Arrays;

/** The modules by the packages that they own. */
enum Module {
    OT("points", "io", "settings", "ot", "transport", "flow"),
    METRICS("metrics"),
    TF("tf"),
    ONNX("onnx"),
    BENCH("bench");

    private final String[] names;

    Module(String... names) {
        this.names = names;
    }

    /** Its packages and theirs below a root, as ArchUnit writes them. */
    String[] packages(String root) {
        return Arrays.stream(names).map(name -> root + "." + name + "..").toArray(String[]::new);
    }
}
