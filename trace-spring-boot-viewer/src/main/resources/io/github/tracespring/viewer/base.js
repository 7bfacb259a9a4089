// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

// Lens reads the attribute, which it needs to be the viewer's path as this browser sees it.
document.querySelector('base').setAttribute('href', new URL(document.baseURI).pathname);
