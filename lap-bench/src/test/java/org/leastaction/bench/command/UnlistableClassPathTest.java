package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.bench.study.process.ClusterEngine;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Backends.FailedBackend;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.backend.Services;
import org.leastaction.metrics.definition.Metrics;

/** A class loader whose services files cannot be found: every search for providers ends, and gives the reason. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnlistableClassPathTest {

    private static final String REASON = "the class path cannot be listed: the disk is gone";

    private static final ClassLoader BROKEN = new ClassLoader(UnlistableClassPathTest.class.getClassLoader()) {
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("the disk is gone");
        }
    };

    @Test
    void backends() throws IOException {
        assertThat(Backends.discover(BROKEN, List.of()).failed()).extracting(FailedBackend::reason)
                .containsExactly(REASON);
    }

    @Test
    void objectives() {
        assertThat(Objectives.discover(BROKEN).failures()).containsExactly(REASON);
    }

    @Test
    void metrics() {
        List<String> reasons = new ArrayList<>();
        assertThat(MetricGroup.discover(BROKEN, reasons::add)).isEmpty();
        assertThat(reasons).singleElement().asString().endsWith(REASON);
        assertThat(Metrics.load(BROKEN).all()).isEmpty();
    }

    @Test
    void clusters() {
        List<String> reasons = new ArrayList<>();
        assertThat(Services.load(ClusterEngine.class, BROKEN, reasons::add)).isEmpty();
        assertThat(reasons).containsExactly(REASON);
    }
}
