"""touchmap: a customer-experience workshop as a journey graph, findings and a report."""
