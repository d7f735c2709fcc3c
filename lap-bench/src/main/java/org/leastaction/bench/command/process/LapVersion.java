package org.leastaction.bench.command.process;

import picocli.CommandLine.IVersionProvider;

/** The version and commit that were built. */
public final class LapVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.current();
        return new String[] {"lap " + build.version() + " (" + build.commit() + ")"};
    }
}
