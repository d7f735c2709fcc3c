package org.leastaction.bench.study.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.leastaction.bench.study.StudyExecutor;

/**
 * Runs units on other machines, where a {@link ChildPool} runs them in child processes; found by {@link
 * java.util.ServiceLoader}.
 */
public interface ClusterEngine {

    /** The name for {@code --executor}. */
    String name();

    /**
     * Connects to a cluster and checks that it provides a machine for the work, with the same version of this program
     * and with the data.
     *
     * @throws UnusableException    if the cluster cannot do the work; nothing was started
     * @throws IOException          if something cannot be sent
     * @throws InterruptedException if the thread was interrupted
     */
    Cluster connect(Request request) throws UnusableException, IOException, InterruptedException;

    /**
     * A connected cluster. It runs units by the request's assignment and does not call the {@code UnitWork} that it is
     * given.
     */
    interface Cluster extends StudyExecutor, Closeable {

        /**
         * Sends a folder that units need to machines that cannot access it; called before units are executed.
         *
         * @param variable the variable of a child's environment that will name the folder
         * @throws IOException if the folder cannot be read or sent
         */
        void ship(Path folder, String variable) throws IOException;
    }

    /**
     * The request for a cluster.
     *
     * @param study      name of the study
     * @param master     address of the cluster, in the engine's terms
     * @param settings   further settings of the engine
     * @param assignment the assignment of the children
     * @param command    how a child is started on this machine
     * @param plugins    jars of plug-ins, which are sent with this program
     * @param home       folder of the installation on all machines; empty to send this program to them
     * @param sample     the bytes of a unit whose data the machines must be able to read
     * @param threads    threads of a unit
     * @param attempts   maximum number of attempts at a unit whose process ends
     * @param data       folder of data sets that is sent to the machines; empty if they can access the data
     * @param remarks    receives remarks, without a full stop
     */
    record Request(
            String study,
            String master,
            Map<String, String> settings,
            byte[] assignment,
            ChildCommand command,
            List<Path> plugins,
            Optional<Path> home,
            byte[] sample,
            int threads,
            int attempts,
            Optional<Path> data,
            Consumer<String> remarks) {

        public Request {
            settings = Map.copyOf(settings);
            plugins = List.copyOf(plugins);
        }
    }

    /** The variable of a child's environment that names a folder of prepared autoencoders. */
    String PREPARED = "LAP_PREPARED";

    /** The variables of this process that children on other machines also need. */
    List<String> VARIABLES = List.of("TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS", "LAP_DATA");

    /** A cluster cannot do the work; the message is a sentence for the user. */
    final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        public UnusableException(String sentence) {
            super(sentence);
        }

        public UnusableException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
